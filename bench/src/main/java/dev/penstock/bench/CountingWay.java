package dev.penstock.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A way to a warehouse that counts sessions and turns: how often a client spoke after an answer,
 * which TLS does not hide. It passes everything on as it comes.
 */
final class CountingWay implements AutoCloseable {
  private static final int CHUNK = 1 << 16;

  private final ServerSocket listener;
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicLong sessions = new AtomicLong();
  private final AtomicLong turns = new AtomicLong();

  /** Opens one to a port of loopback. */
  CountingWay(int port) throws IOException {
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.port = port;
    Thread.ofPlatform().daemon().name("counting-way").start(this::listen);
  }

  int port() {
    return listener.getLocalPort();
  }

  long sessions() {
    return sessions.get();
  }

  /** {@return turns of all sessions, those of logins and farewells among them} */
  long turns() {
    return turns.get();
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        var client = listener.accept();
        sockets.add(client);
        Thread.ofVirtual().start(() -> carry(client));
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
      sessions.incrementAndGet();
      var answered = new AtomicBoolean(true);
      var answers = Thread.ofVirtual().start(() -> pass(server, client, () -> answered.set(true)));
      pass(
          client,
          server,
          () -> {
            if (answered.getAndSet(false)) {
              turns.incrementAndGet();
            }
          });
      answers.join();
    } catch (IOException e) {
      // One side has hung up, and so the other is hung up on.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(client);
    }
  }

  private static void pass(Socket from, Socket to, Runnable before) {
    var chunk = new byte[CHUNK];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
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
