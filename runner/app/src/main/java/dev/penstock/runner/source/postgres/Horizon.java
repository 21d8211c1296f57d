package dev.penstock.runner.source.postgres;

import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;

/**
 * What was known of the server's open transactions just before a snapshot was taken. See DESIGN.md
 * in this folder for the proof that {@link #bound} loses no row.
 *
 * @param clock of the server
 * @param writing start of the oldest transaction that has written; empty: none is open
 * @param open start of the oldest transaction that has written or may; empty: none is open
 * @param hidden how many sessions do not show their transaction to our user
 * @param prepared when the oldest transaction was prepared that has still to be committed; its
 *     start is not recorded
 * @param standby whether the transactions run on another server
 */
record Horizon(
    Instant clock,
    Optional<Instant> writing,
    Optional<Instant> open,
    int hidden,
    Optional<Instant> prepared,
    boolean standby) {
  /** How far behind the clock the bound stays where the manifest doesn't say. */
  static final Duration SETTLE = Duration.ofSeconds(5);

  // What a standby has replayed is older than its clock says.
  private static final String CLOCK =
      """
      SELECT least(pg_catalog.clock_timestamp(),
                   CASE WHEN pg_catalog.pg_is_in_recovery()
                        THEN pg_catalog.pg_last_xact_replay_timestamp() END),
             pg_catalog.pg_is_in_recovery()
      """;

  // A session with track_activities off shows its state as disabled, and no start, to nobody.
  // Our own reads say READ ONLY; without that exception two runs would hold each other back.
  private static final String ACTIVITY =
      """
      SELECT min(xact_start) FILTER (WHERE backend_xid IS NOT NULL),
             min(xact_start) FILTER (
               WHERE backend_xid IS NOT NULL OR application_name NOT LIKE 'penstock/%'),
             count(*) FILTER (
               WHERE usesysid IS NOT NULL
                 AND (state = 'disabled'
                   OR NOT pg_catalog.pg_has_role(usesysid, 'USAGE')
                     AND NOT pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE')))
      FROM pg_catalog.pg_stat_activity
      WHERE datname = pg_catalog.current_database()
        AND pid <> pg_catalog.pg_backend_pid()
        AND coalesce(backend_type, '') NOT IN ('autovacuum worker', 'walsender', 'parallel worker')
      """;

  private static final String PREPARED =
      """
      SELECT min(prepared) FROM pg_catalog.pg_prepared_xacts
      WHERE database = pg_catalog.current_database()
      """;

  /**
   * Asks the server, in this order: clock, open transactions, prepared ones. The snapshot is taken
   * after that.
   *
   * @param session outside a transaction, in which the server would show the same activity for ever
   */
  static Horizon of(PgConnection session) throws SQLException {
    try (Statement statement = session.createStatement()) {
      Instant clock;
      boolean standby;
      try (ResultSet row = statement.executeQuery(CLOCK)) {
        row.next();
        clock = row.getObject(1, OffsetDateTime.class).toInstant();
        standby = row.getBoolean(2);
      }
      Optional<Instant> writing;
      Optional<Instant> open;
      int hidden;
      try (ResultSet row = statement.executeQuery(ACTIVITY)) {
        row.next();
        writing = instant(row.getObject(1, OffsetDateTime.class));
        open = instant(row.getObject(2, OffsetDateTime.class));
        hidden = row.getInt(3);
      }
      try (ResultSet row = statement.executeQuery(PREPARED)) {
        row.next();
        var prepared = instant(row.getObject(1, OffsetDateTime.class));
        return new Horizon(clock, writing, open, hidden, prepared, standby);
      }
    }
  }

  private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }

  /**
   * {@return a time up to which every row is in the snapshot, or never will be: a row that appears
   * later has a later cursor}
   *
   * @param settle as the manifest states it: no transaction that writes stays open, or prepared,
   *     longer than that; what can't be seen is then trusted to that. Empty: only what the server
   *     shows counts
   * @param connection its name
   * @param path of the field in the manifest that states it
   */
  Instant bound(Optional<Duration> settle, String connection, String path) {
    if (settle.isEmpty()) {
      refuseWhatIsNotSeen(connection, path);
    }
    Duration behind = settle.orElse(SETTLE);
    Instant bound = clock.minus(behind).truncatedTo(ChronoUnit.MICROS);
    bound = before(bound, settle.isEmpty() ? open : writing);
    return before(bound, prepared.map(at -> at.minus(behind)));
  }

  /** Before and not at: rows of a transaction bear the very instant of its start. */
  private static Instant before(Instant bound, Optional<Instant> start) {
    return start
        .map(at -> at.minus(1, ChronoUnit.MICROS))
        .filter(at -> at.isBefore(bound))
        .orElse(bound);
  }

  private void refuseWhatIsNotSeen(String connection, String path) {
    if (standby) {
      throw new ConfigurationException(
          Reason.TRANSACTIONS_HIDDEN,
          "Connection %s is a standby, which does not show the open transactions of its primary"
              .formatted(connection),
          "Connect to the primary, or state in %s how long a transaction that writes may stay open"
              .formatted(path));
    }
    if (hidden > 0) {
      throw new ConfigurationException(
          Reason.TRANSACTIONS_HIDDEN,
          "Connection %s: its user does not see whether %d sessions of others have a transaction open"
              .formatted(connection, hidden),
          "GRANT pg_read_all_stats to that user, turn track_activities on, or state in %s how long a transaction that writes may stay open"
              .formatted(path));
    }
    if (prepared.isPresent()) {
      throw new TransientException(
          Reason.SOURCE_UNAVAILABLE,
          "Connection %s has a prepared transaction open since %s, whose start is not known"
              .formatted(connection, prepared.get()),
          "Commit it or roll it back, or state in %s how long a transaction that writes may stay open"
              .formatted(path));
    }
  }
}
