package dev.penstock.runner.target.redshift;

import static dev.penstock.runner.target.redshift.Names.qualified;

import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;

/**
 * Drops staging tables that no commit can need. A session whose node has vanished may hold the lock
 * of one for hours, with a COPY that it never commits, and no run may wait for that.
 */
final class StagingDrop {
  private static final int SECONDS = 5;

  private final RedshiftSession session;

  StagingDrop(RedshiftSession session) {
    this.session = session;
  }

  /**
   * Drops a table; one that is gone is no error.
   *
   * @param table with its schema
   * @throws TransientException if another session holds it
   */
  void drop(String table) {
    if (!dropped(table)) {
      throw new TransientException(
          Reason.WAREHOUSE_UNAVAILABLE,
          "Staging table %s in warehouse %s is held by a session of an earlier attempt"
              .formatted(table, session.name()),
          "It is dropped when that session has ended; an administrator may end it");
    }
  }

  /** {@return whether it is gone; false: another session holds it, and a later sweep drops it} */
  boolean dropped(String table) {
    try {
      session.alone(
          open -> session.executeWithin(SECONDS, open, "DROP TABLE IF EXISTS " + qualified(table)));
      return true;
    } catch (TransientException e) {
      if (!RedshiftErrors.timedOut(e)) {
        throw e;
      }
      return false;
    }
  }
}
