package dev.penstock.runner.source.postgres;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Parameter;
import dev.penstock.api.model.Read;
import dev.penstock.api.model.Wanted;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Delivered;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.jdbc.PgConnection;

/**
 * One database as of one instant: the first session fixes a snapshot and lends it to all others, so
 * that every table, over however many sessions it is read, shows the same moment. The plan opens
 * it, the run closes it; rows written in between are not seen.
 */
public final class PostgresDatabase implements AutoCloseable {
  private final PostgresLogin login;
  private final PgConnection keeper;
  private final Horizon horizon;
  private final String snapshot;
  private final KeptSessions kept = new KeptSessions();

  private PostgresDatabase(
      PostgresLogin login, PgConnection keeper, Horizon horizon, String snapshot) {
    this.login = login;
    this.keeper = keeper;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  /**
   * Connects and fixes the snapshot.
   *
   * @param application shown to the database's administrators
   */
  public static PostgresDatabase open(
      Connection.Postgres connection, Secrets secrets, String application) {
    PostgresLogin login = new PostgresLogin(connection, secrets, application);
    PgConnection keeper = login.open();
    try {
      // Before the snapshot: DESIGN.md says why no other order will do.
      Horizon horizon = Horizon.of(keeper);
      begin(keeper);
      try (Statement statement = keeper.createStatement();
          ResultSet exported = statement.executeQuery("SELECT pg_catalog.pg_export_snapshot()")) {
        exported.next();
        String snapshot = exported.getString(1);
        settle(keeper);
        return new PostgresDatabase(login, keeper, horizon, snapshot);
      }
    } catch (SQLException e) {
      quietly(keeper);
      throw new PostgresErrors(connection).translate(e, "Database " + connection.database());
    }
  }

  /**
   * {@return a source of a table or view}
   *
   * @param parameters that its condition may use
   * @param before what earlier runs have delivered, where the table is read by increments; empty:
   *     nothing
   * @param path of the source in the manifest, for what is refused: {@code spec.sources[0]}
   */
  public PostgresSource source(
      Read.Table table, List<Parameter> parameters, Optional<Delivered> before, String path) {
    return new PostgresTable(this, table, parameters, path).open(before);
  }

  /**
   * {@return a source of the rows of a table whose cursor lies in a window; of all rows, if the
   * table is not read by increments}
   *
   * @param parameters that its condition may use
   * @param path of the source in the manifest, for what is refused: {@code spec.sources[0]}
   */
  public PostgresSource source(
      Read.Table table, List<Parameter> parameters, Wanted.Window window, String path) {
    return new PostgresTable(this, table, parameters, path).open(window);
  }

  /**
   * {@return a source of the rows of a query}
   *
   * @param parameters that it may use
   * @param path of the source in the manifest, for what is refused: {@code spec.sources[0]}
   */
  public PostgresSource source(Read.Query query, List<Parameter> parameters, String path) {
    return new PostgresQuery(this, query, parameters, path).open();
  }

  /** The transaction of which nothing but reading can come; it may idle as long as it has to. */
  static void begin(PgConnection session) throws SQLException {
    session.setAutoCommit(false);
    try (Statement statement = session.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    }
  }

  /** What every transaction of ours relies on. */
  static void settle(PgConnection session) throws SQLException {
    // For the transaction only: a pool between us and the server hands sessions on to others.
    String settings =
        """
        SET LOCAL statement_timeout = 0;
        SET LOCAL idle_in_transaction_session_timeout = 0;
        SET LOCAL TimeZone = 'UTC';
        SET LOCAL standard_conforming_strings = on;
        SET LOCAL synchronize_seqscans = off;
        SET LOCAL max_parallel_workers_per_gather = 0
        """;
    try (Statement statement = session.createStatement()) {
      statement.execute(settings);
      if (session.haveMinimumServerVersion(170_000)) {
        statement.execute("SET LOCAL transaction_timeout = 0");
      }
    }
  }

  /** Sets values for the rest of the transaction; they are bound, never part of a text. */
  static void set(PgConnection session, Map<String, String> settings) throws SQLException {
    if (settings.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        session.prepareStatement("SELECT pg_catalog.set_config(?, ?, true)")) {
      for (var setting : settings.entrySet()) {
        statement.setString(1, setting.getKey());
        statement.setString(2, setting.getValue());
        statement.execute();
      }
    }
  }

  /** {@return another session that sees a snapshot} */
  PgConnection session(String snapshot) {
    PgConnection session = again();
    try {
      begin(session);
      try (Statement statement = session.createStatement()) {
        statement.execute("SET TRANSACTION SNAPSHOT " + statement.enquoteLiteral(snapshot));
      } catch (SQLException e) {
        String state = String.valueOf(e.getSQLState());
        quietly(session);
        // Not a snapshot any more: the session that keeps it has ended.
        throw state.equals("22023") || state.equals("42704")
            ? errors().lost(e)
            : errors().translate(e, "Database " + login.connection().database());
      }
      settle(session);
      return session;
    } catch (SQLException e) {
      quietly(session);
      throw errors().translate(e, "Database " + login.connection().database());
    }
  }

  /** A Secret is read anew each time; while a password is changed, the two differ for a while. */
  private PgConnection again() {
    try {
      return login.open();
    } catch (ConfigurationException e) {
      if (e.reason() != Reason.AUTHENTICATION_FAILED) {
        throw e;
      }
      // The same user was let in when the snapshot was taken, so this passes.
      throw new TransientException(
          Reason.SOURCE_UNAVAILABLE,
          "Connection %s: the server does not let the user in any more, as while a password is changed"
              .formatted(login.connection().name()),
          "Change the Secret, too, if the password was changed; a pod sees it within two minutes",
          e);
    }
  }

  /** {@return the session that keeps the snapshot; used by one thread, while the plan is made} */
  PgConnection keeper() {
    return keeper;
  }

  /** {@return the sessions that wait for their next split} */
  KeptSessions kept() {
    return kept;
  }

  Horizon horizon() {
    return horizon;
  }

  /** {@return whether the server finds a range of blocks without reading the others} */
  boolean rangesOfBlocks() throws SQLException {
    return keeper.haveMinimumServerVersion(140_000);
  }

  String snapshot() {
    return snapshot;
  }

  String name() {
    return login.connection().name();
  }

  /**
   * {@return whether its texts may be any bytes} It has no encoding then, and the server refuses to
   * send as texts those that are none in the encoding of the session.
   */
  boolean unencoded() {
    return "SQL_ASCII".equals(keeper.getParameterStatus("server_encoding"));
  }

  /** {@return how rows are read} */
  Connection.Extraction extraction() {
    return login.connection().extraction();
  }

  PostgresErrors errors() {
    return new PostgresErrors(login.connection());
  }

  /** Gives the snapshot up: sessions that read go on, new ones can not begin. */
  @Override
  public void close() {
    kept.close();
    quietly(keeper);
  }

  static void quietly(PgConnection session) {
    try {
      session.close();
    } catch (SQLException e) {
      // It is gone, which is what was wanted.
    }
  }
}
