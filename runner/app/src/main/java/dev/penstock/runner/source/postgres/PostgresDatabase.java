package dev.penstock.runner.source.postgres;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Read;
import dev.penstock.runner.secret.Secrets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.jdbc.PgConnection;

/**
 * One database as of one instant: the first session fixes a snapshot and lends it to all others, so
 * that every table, over however many sessions it is read, shows the same moment. The plan opens
 * it, the run closes it; rows written in between are not seen.
 */
public final class PostgresDatabase implements AutoCloseable {
  private final PostgresLogin login;
  private final PgConnection keeper;
  private final String snapshot;

  private PostgresDatabase(PostgresLogin login, PgConnection keeper, String snapshot) {
    this.login = login;
    this.keeper = keeper;
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
      begin(keeper);
      try (Statement statement = keeper.createStatement();
          ResultSet exported = statement.executeQuery("SELECT pg_export_snapshot()")) {
        exported.next();
        return new PostgresDatabase(login, keeper, exported.getString(1));
      }
    } catch (SQLException e) {
      quietly(keeper);
      throw new PostgresErrors(connection).translate(e, "Database " + connection.database());
    }
  }

  /**
   * {@return a source of a table or view}
   *
   * @param path of the source in the manifest, for what is refused: {@code spec.sources[0]}
   */
  public PostgresSource source(Read.Table table, String path) {
    return PostgresSource.open(this, table, path);
  }

  /** The transaction of which nothing but reading can come; it may idle as long as it has to. */
  private static void begin(PgConnection session) throws SQLException {
    session.setAutoCommit(false);
    try (Statement statement = session.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    }
  }

  private static void unhurried(PgConnection session) throws SQLException {
    try (Statement statement = session.createStatement()) {
      // SET LOCAL, because a pool between us and the server hands sessions on to others.
      statement.execute("SET LOCAL statement_timeout = 0");
      statement.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
    }
  }

  /** {@return another session that sees a snapshot} */
  PgConnection session(String snapshot) {
    PgConnection session = login.open();
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
      unhurried(session);
      return session;
    } catch (SQLException e) {
      quietly(session);
      throw errors().translate(e, "Database " + login.connection().database());
    }
  }

  /** {@return the session that keeps the snapshot; used by one thread, while the plan is made} */
  PgConnection keeper() throws SQLException {
    unhurried(keeper);
    return keeper;
  }

  String snapshot() {
    return snapshot;
  }

  String name() {
    return login.connection().name();
  }

  PostgresErrors errors() {
    return new PostgresErrors(login.connection());
  }

  /** Gives the snapshot up: sessions that have it go on, new ones can not begin. */
  @Override
  public void close() {
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
