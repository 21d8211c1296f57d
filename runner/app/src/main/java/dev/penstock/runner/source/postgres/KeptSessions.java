package dev.penstock.runner.source.postgres;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.postgresql.jdbc.PgConnection;

/**
 * Sessions of one snapshot that wait for their next split: a login costs more than many rows. Used
 * by many threads.
 */
final class KeptSessions implements AutoCloseable {
  private final Map<Map<String, String>, Deque<PgConnection>> waiting = new HashMap<>();
  private boolean closed;

  /** {@return a session with these settings that nobody reads over; it is the caller's} */
  synchronized Optional<PgConnection> take(Map<String, String> settings) {
    var sessions = waiting.get(settings);
    return sessions == null ? Optional.empty() : Optional.ofNullable(sessions.poll());
  }

  /** {@return whether the session is kept; else the caller closes it} */
  synchronized boolean keep(Map<String, String> settings, PgConnection session) {
    return !closed && waiting.computeIfAbsent(settings, s -> new ArrayDeque<>()).add(session);
  }

  /** Closes those that wait. */
  synchronized void rest() {
    waiting.values().forEach(sessions -> sessions.forEach(PostgresDatabase::quietly));
    waiting.clear();
  }

  /** Keeps none any more. */
  @Override
  public synchronized void close() {
    closed = true;
    rest();
  }
}
