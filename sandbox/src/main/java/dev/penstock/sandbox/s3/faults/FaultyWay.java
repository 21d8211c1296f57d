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
import java.util.function.Consumer;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

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
  private final String scheme;
  private final StoreFaults faults = new StoreFaults();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile Consumer<Seen> watcher = seen -> {};

  private FaultyWay(ServerSocket listener, URI store, String scheme) {
    this.listener = listener;
    this.store = store;
    this.scheme = scheme;
  }

  /** Opens one; the store stays its owner's. */
  public static FaultyWay to(URI store) {
    return open(ServerSocketFactory.getDefault(), store, "http");
  }

  /**
   * Opens one that clients reach over TLS, though the store itself speaks plain HTTP.
   *
   * @param identity with the certificate that clients are shown
   */
  public static FaultyWay overTls(URI store, SSLContext identity) {
    return open(identity.getServerSocketFactory(), store, "https");
  }

  private static FaultyWay open(ServerSocketFactory sockets, URI store, String scheme) {
    try {
      FaultyWay way =
          new FaultyWay(
              sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress()), store, scheme);
      Thread.ofPlatform().daemon().name("faulty-way").start(way::listen);
      return way;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where clients go in place of the store. */
  public URI endpoint() {
    return URI.create(scheme + "://127.0.0.1:" + listener.getLocalPort());
  }

  public StoreFaults faults() {
    return faults;
  }

  /** Tells of each request from here on, in the thread that carries it. */
  public void watch(Consumer<Seen> watcher) {
    this.watcher = watcher;
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
        new Exchange(client, server, faults, seen -> watcher.accept(seen)).run();
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
