package dev.penstock.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a server of loopback that passes everything on as it comes, and tells what comes. */
final class TellingWay implements AutoCloseable {
  private static final int CHUNK = 1 << 16;

  private final ServerSocket listener;
  private final int port;
  private final Listener told;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /** Who is told, on the threads that pass things on. */
  interface Listener {
    /** A session has begun to be carried. */
    default void begun() {}

    /** A client has sent something. */
    void asked(Socket session);

    /** The server has sent something, or the session is over. */
    void answered(Socket session);
  }

  /** Opens one to a port of loopback. */
  TellingWay(int port, Listener told) throws IOException {
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.port = port;
    this.told = told;
    Thread.ofPlatform().daemon().name("telling-way").start(this::listen);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        var client = listener.accept();
        sockets.add(client);
        Thread.ofPlatform().daemon().start(() -> carry(client));
      } catch (IOException e) {
        // The listener was closed.
      }
    }
  }

  private void carry(Socket client) {
    try (client;
        var server = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      told.begun();
      var answers =
          Thread.ofPlatform()
              .daemon()
              .start(() -> pass(server, client, () -> told.answered(client)));
      pass(client, server, () -> told.asked(client));
      answers.join();
    } catch (IOException e) {
      // One side has hung up, and so the other is hung up on.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      told.answered(client);
      sockets.remove(client);
    }
  }

  private static void pass(Socket from, Socket to, Runnable before) {
    var chunk = new byte[CHUNK];
    try {
      var in = from.getInputStream();
      var out = to.getOutputStream();
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        before.run();
        out.write(chunk, 0, n);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // The other direction ends as well.
    }
  }

  /** Ends every session. */
  @Override
  public void close() throws IOException {
    listener.close();
    for (var socket : sockets) {
      socket.close();
    }
  }
}
