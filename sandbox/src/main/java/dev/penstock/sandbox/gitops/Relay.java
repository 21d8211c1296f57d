package dev.penstock.sandbox.gitops;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whoever connects to one address talks to another. Either may be a unix socket, and a unix socket
 * is what crosses network namespaces: a relay outside and one inside make a way in.
 */
final class Relay implements AutoCloseable {
  private static final int BUFFER = 32 * 1024;

  private final ServerSocketChannel door;
  private final SocketAddress to;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  private Relay(ServerSocketChannel door, SocketAddress to) {
    this.door = door;
    this.to = to;
  }

  /** Listens when it returns. The other end is asked only when somebody connects. */
  static Relay open(SocketAddress from, SocketAddress to) throws IOException {
    var door =
        from instanceof UnixDomainSocketAddress
            ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            : ServerSocketChannel.open();
    try {
      if (from instanceof UnixDomainSocketAddress unix) {
        Files.deleteIfExists(unix.getPath());
      }
      door.bind(from);
    } catch (IOException e) {
      door.close();
      throw e;
    }
    var relay = new Relay(door, to);
    Thread.startVirtualThread(relay::accept);
    return relay;
  }

  /** Where it listens. */
  SocketAddress address() throws IOException {
    return door.getLocalAddress();
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (var channel : open) {
      channel.close();
    }
  }

  private void accept() {
    while (door.isOpen()) {
      try {
        var caller = door.accept();
        Thread.startVirtualThread(() -> join(caller));
      } catch (IOException e) {
        // Closed, or a caller that was gone before it was let in.
      }
    }
  }

  private void join(SocketChannel caller) {
    open.add(caller);
    try (caller;
        var called = connect()) {
      open.add(called);
      var back = Thread.startVirtualThread(() -> copy(called, caller));
      copy(caller, called);
      back.join();
      open.remove(called);
    } catch (IOException e) {
      // The caller sees its connection end: that is what a refused one looks like through a relay.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(caller);
    }
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(to);
  }

  /** Until the sender has nothing more to say; then the receiver is told so. */
  private static void copy(SocketChannel from, SocketChannel to) {
    var buffer = ByteBuffer.allocate(BUFFER);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // One of the two has gone: the other must not wait for it.
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }
}
