package dev.penstock.sandbox.redshift.wire;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * When a statement that the front itself runs is late, by the session's {@code statement_timeout}.
 *
 * @param begun and {@code nanos}: of {@link System#nanoTime}; 0 nanos: never
 */
record Deadline(long begun, long nanos) {
  /**
   * For a statement that began then; empty if PostgreSQL says no to the question. The question
   * fixes the snapshot, so it comes after the locks.
   */
  static Optional<Deadline> since(long begun, Pipeline pipeline) throws IOException {
    Optional<List<Message>> rows =
        pipeline.own("SELECT setting FROM pg_catalog.pg_settings WHERE name = 'statement_timeout'");
    return rows.map(found -> {
      String millis = found.getFirst().reader().columns().getFirst();
      return new Deadline(begun, Long.parseLong(millis) * 1_000_000);
    });
  }

  boolean passed() {
    return nanos > 0 && System.nanoTime() - begun > nanos;
  }
}
