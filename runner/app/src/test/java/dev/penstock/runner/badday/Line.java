package dev.penstock.runner.badday;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A port that leads to a server until it is cut; then its connections break and none is taken. */
final class Line implements AutoCloseable {
  private final int server;
  private final ServerSocket door;
  private final Queue<Socket> ends = new ConcurrentLinkedQueue<>();

  private Line(int server, ServerSocket door) {
    this.server = server;
    this.door = door;
  }

  static Line to(int server) throws IOException {
    var line = new Line(server, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(line::accept);
    return line;
  }

  int port() {
    return door.getLocalPort();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        var near = kept(door.accept());
        var far = kept(new Socket(InetAddress.getLoopbackAddress(), server));
        Thread.ofVirtual().start(() -> carry(near, far));
        Thread.ofVirtual().start(() -> carry(far, near));
      } catch (IOException cut) {
        return;
      }
    }
  }

  private Socket kept(Socket end) {
    ends.add(end);
    return end;
  }

  private static void carry(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException cut) {
      // Both ends see that it broke.
    }
  }

  /** Cuts it for good. */
  void cut() {
    try {
      door.close();
      for (var end : ends) {
        end.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    cut();
  }
}
