package dev.penstock.bench;

import java.io.IOException;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A way to a warehouse that counts sessions and turns: how often a client spoke after an answer,
 * which TLS does not hide. It passes everything on as it comes.
 */
final class CountingWay implements AutoCloseable, TellingWay.Listener {
  private final TellingWay way;
  private final Set<Socket> asking = ConcurrentHashMap.newKeySet();
  private final AtomicLong sessions = new AtomicLong();
  private final AtomicLong turns = new AtomicLong();

  /** Opens one to a port of loopback. */
  CountingWay(int port) throws IOException {
    this.way = new TellingWay(port, this);
  }

  int port() {
    return way.port();
  }

  long sessions() {
    return sessions.get();
  }

  /** {@return turns of all sessions, those of logins and farewells among them} */
  long turns() {
    return turns.get();
  }

  @Override
  public void begun() {
    sessions.incrementAndGet();
  }

  @Override
  public void asked(Socket session) {
    if (asking.add(session)) {
      turns.incrementAndGet();
    }
  }

  @Override
  public void answered(Socket session) {
    asking.remove(session);
  }

  /** Ends every session. */
  @Override
  public void close() throws IOException {
    way.close();
  }
}
