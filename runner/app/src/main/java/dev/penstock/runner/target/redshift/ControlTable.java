package dev.penstock.runner.target.redshift;

import static dev.penstock.runner.target.redshift.Names.literal;
import static dev.penstock.runner.target.redshift.Names.qualified;

import dev.penstock.runner.commit.Ledger.Position;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The control table of one target as SQL: one row per published entry, the greatest number is where
 * the target stands. Who wants to move it on holds its lock.
 *
 * @param schema of all control tables
 */
record ControlTable(RedshiftSession session, String schema, String table) {
  /** {@return its name, for a statement} */
  String name() {
    return qualified(schema + "." + table);
  }

  boolean exists(java.sql.Connection open) throws SQLException {
    return session.number(
            open,
            "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = ? AND"
                + " table_name = ?",
            schema,
            table)
        > 0;
  }

  void create(java.sql.Connection open) throws SQLException {
    session.execute(
        open,
        """
        CREATE TABLE IF NOT EXISTS %s (log_id VARCHAR(64) NOT NULL, number BIGINT NOT NULL,
          run_id VARCHAR(64), attempt_id VARCHAR(64), rows_added BIGINT,
          published_at TIMESTAMP)\
        """
            .formatted(name()));
  }

  /** {@return where the target stands, or empty if nothing was ever recorded} */
  Optional<Position> last(java.sql.Connection open) throws SQLException {
    return session
        .query(open, "SELECT log_id, number FROM %s ORDER BY number DESC LIMIT 1".formatted(name()))
        .stream()
        .map(row ->
            new Position(String.valueOf(row.get(0)), Long.parseLong(String.valueOf(row.get(1)))))
        .findFirst();
  }

  /**
   * {@return how many rows the target's table got since its history began, those that were replaced
   * included} A beginning is a row without a run.
   */
  long rowsAdded(java.sql.Connection open) throws SQLException {
    return session.number(
        open,
        """
        SELECT COALESCE(SUM(rows_added), 0) FROM %s WHERE number >=
          (SELECT COALESCE(MAX(number), 0) FROM %s WHERE run_id = '')\
        """
            .formatted(name(), name()));
  }

  /** {@return the number of the newest row without a run, where the target's history begins} */
  Optional<Long> beginning(java.sql.Connection open) throws SQLException {
    return session
        .query(
            open,
            "SELECT number FROM %s WHERE run_id = '' ORDER BY number DESC LIMIT 1"
                .formatted(name()))
        .stream()
        .map(row -> Long.parseLong(String.valueOf(row.getFirst())))
        .findFirst();
  }

  /** Forgets where the target's history begins. */
  void forgetBeginning(java.sql.Connection open, long number) throws SQLException {
    session.execute(
        open, "DELETE FROM %s WHERE number = %d AND run_id = ''".formatted(name(), number));
  }

  /** Forgets what other logs have recorded. */
  void forgetOthers(java.sql.Connection open, String log) throws SQLException {
    session.execute(open, "DELETE FROM %s WHERE log_id <> %s".formatted(name(), literal(log)));
  }

  /**
   * Moves the target on.
   *
   * @param rows that its table got by this entry: all of an append, one per key of an upsert
   */
  void record(
      java.sql.Connection open,
      Position position,
      String run,
      String attempt,
      long rows,
      Instant at)
      throws SQLException {
    session.execute(
        open,
        """
        INSERT INTO %s (log_id, number, run_id, attempt_id, rows_added, published_at)
        VALUES (%s, %d, %s, %s, %d, '%s')\
        """
            .formatted(
                name(),
                literal(position.log()),
                position.number(),
                literal(run),
                literal(attempt),
                rows,
                Timestamp.valueOf(LocalDateTime.ofInstant(at, ZoneOffset.UTC))));
  }
}
