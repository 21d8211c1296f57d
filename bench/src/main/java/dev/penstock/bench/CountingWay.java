package dev.penstock.bench;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A way to a warehouse, without TLS, that counts what clients send. It passes everything on as it
 * comes.
 */
final class CountingWay implements AutoCloseable {
  private static final int LENGTH = 4;

  private final ServerSocket listener;
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicLong sessions = new AtomicLong();
  private final AtomicLong statements = new AtomicLong();
  private final AtomicLong roundTrips = new AtomicLong();

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

  /** {@return statements that were executed, BEGIN and COMMIT among them} */
  long statements() {
    return statements.get();
  }

  /** {@return how often a client waited for an answer, those of a login left out} */
  long roundTrips() {
    return roundTrips.get();
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
      var answers = Thread.ofVirtual().start(() -> answer(server, client));
      ask(client, server);
      server.shutdownOutput();
      answers.join();
    } catch (IOException e) {
      // One side has hung up, and so the other is hung up on.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(client);
    }
  }

  private static void answer(Socket server, Socket client) {
    try {
      server.getInputStream().transferTo(client.getOutputStream());
      client.shutdownOutput();
    } catch (IOException e) {
      // The other direction ends as well.
    }
  }

  private void ask(Socket client, Socket server) throws IOException {
    var in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
    var out = new DataOutputStream(server.getOutputStream());
    // The first message of a session has no type.
    pass(in, out, new byte[0]);
    for (int type = in.read(); type >= 0; type = in.read()) {
      switch (type) {
        case 'E' -> statements.incrementAndGet();
        case 'S' -> roundTrips.incrementAndGet();
        case 'Q' -> {
          statements.incrementAndGet();
          roundTrips.incrementAndGet();
        }
        default -> {
          // Neither is executed by it nor waited for.
        }
      }
      pass(in, out, new byte[] {(byte) type});
    }
  }

  private static void pass(DataInputStream in, DataOutputStream out, byte[] type)
      throws IOException {
    int length = in.readInt();
    var message = new byte[type.length + length];
    System.arraycopy(type, 0, message, 0, type.length);
    java.nio.ByteBuffer.wrap(message).putInt(type.length, length);
    in.readFully(message, type.length + LENGTH, length - LENGTH);
    out.write(message);
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
