package dev.penstock.sandbox.s3.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A way to an object store on which things go wrong: an HTTP proxy on a free port of loopback.
 * Without a fault it passes everything on as it comes, both ways at once.
 *
 * <pre>{@code
 * try (FaultyWay way = FaultyWay.to(store.endpoint())) {
 *   var armed = way.faults().when(Requests.of("PUT", "acme-lake/parts/.*")).times(2).slowDown();
 *   ... // a client of way.endpoint()
 *   assertThat(armed.firings()).hasSize(2);
 * }
 * }</pre>
 */
public final class FaultyWay implements AutoCloseable {
  private final ServerSocket listener;
  private final URI store;
  private final StoreFaults faults = new StoreFaults();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private FaultyWay(ServerSocket listener, URI store) {
    this.listener = listener;
    this.store = store;
  }

  /** Opens one; the store stays its owner's. */
  public static FaultyWay to(URI store) {
    try {
      FaultyWay way =
          new FaultyWay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), store);
      Thread.ofPlatform().daemon().name("faulty-way").start(way::listen);
      return way;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where clients go in place of the store. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  public StoreFaults faults() {
    return faults;
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().name("faulty-way").start(() -> carry(client));
      } catch (IOException e) {
        // The listener was closed; a client that gave up while it waited is no loss.
      }
    }
  }

  private void carry(Socket client) {
    try (client;
        Socket server = new Socket(store.getHost(), store.getPort())) {
      sockets.add(client);
      sockets.add(server);
      try {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        new Exchange(client, server, faults).run();
      } finally {
        sockets.remove(client);
        sockets.remove(server);
      }
    } catch (IOException e) {
      // One of both has hung up, and so the other is hung up on.
    }
  }

  /** Ends every connection. */
  @Override
  public void close() {
    faults.disarm();
    try {
      listener.close();
      for (Socket socket : List.copyOf(sockets)) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
