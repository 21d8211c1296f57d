package dev.penstock.runner.source.postgres;

import static dev.penstock.api.ConnectionCapability.available;
import static dev.penstock.api.ConnectionCapability.limited;
import static dev.penstock.api.ConnectionCapability.missing;

import dev.penstock.api.ConnectionCapability;
import dev.penstock.api.model.Connection;
import dev.penstock.runner.secret.Secrets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.postgresql.jdbc.PgConnection;

/** Asks a database for what a run would need of it, by its catalog alone: no row is read. */
public final class PostgresProbe {
  private static final int NAMED = 5;

  private static final String SERVER =
      """
      SELECT pg_catalog.current_setting('server_version'),
             pg_catalog.current_setting('server_encoding'),
             pg_catalog.pg_is_in_recovery(),
             pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE'),
             pg_catalog.current_setting('max_connections')::int,
             (SELECT r.rolconnlimit FROM pg_catalog.pg_roles r WHERE r.rolname = current_user),
             (SELECT concat_ws(', ', s.version, s.cipher) FROM pg_catalog.pg_stat_ssl s
              WHERE s.pid = pg_catalog.pg_backend_pid() AND s.ssl)
      """;

  private static final String SCHEMAS =
      """
      SELECT n.nspname, pg_catalog.has_schema_privilege(n.oid, 'USAGE'), count(c.oid),
             count(c.oid) FILTER (
               WHERE pg_catalog.has_table_privilege(c.oid, 'SELECT')
                  OR pg_catalog.has_any_column_privilege(c.oid, 'SELECT'))
      FROM pg_catalog.pg_namespace n
      LEFT JOIN pg_catalog.pg_class c
        ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      GROUP BY n.oid, n.nspname
      ORDER BY n.nspname COLLATE "C"
      """;

  private final Connection.Postgres connection;
  private final List<ConnectionCapability> found = new ArrayList<>();
  private boolean standby;

  private PostgresProbe(Connection.Postgres connection) {
    this.connection = connection;
  }

  /** {@return what was found} Whoever is refused a session gets the error that a run would get. */
  public static List<ConnectionCapability> of(Connection.Postgres connection, Secrets secrets) {
    var probe = new PostgresProbe(connection);
    PgConnection session = new PostgresLogin(connection, secrets, "penstock/check").open();
    try {
      PostgresDatabase.begin(session);
      PostgresDatabase.settle(session);
      try (Statement statement = session.createStatement()) {
        statement.execute("SET LOCAL statement_timeout = '20s'");
      }
      probe.server(session);
      if (connection.allow().read()) {
        probe.tables(session);
      }
      // Last: a refusal ends the transaction, and none is lent within a savepoint.
      probe.snapshot(session);
      return List.copyOf(probe.found);
    } catch (SQLException e) {
      throw new PostgresErrors(connection).translate(e, "Database " + connection.database());
    } finally {
      PostgresDatabase.quietly(session);
    }
  }

  private void server(PgConnection session) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery(SERVER)) {
      row.next();
      standby = row.getBoolean(3);
      found.add(
          available(
              "Server",
              "PostgreSQL %s, %s, %s"
                  .formatted(
                      row.getString(1),
                      row.getString(2),
                      standby ? "a standby" : "not a standby")));
      String cipher = row.getString(7);
      found.add(
          cipher == null
              ? limited(
                  "Encryption",
                  "The session is not encrypted. Set spec.postgres.tls to VerifyFull.")
              : available("Encryption", cipher));
      sessions(row.getInt(5), row.getInt(6));
      transactions(row.getBoolean(4));
    }
  }

  private void sessions(int all, int ofUser) {
    int run = connection.limits().connectionsPerRun();
    int runs = connection.limits().runs().orElse(1);
    long wanted = (long) run * runs;
    int most = ofUser < 0 ? all : Math.min(all, ofUser);
    var said =
        "%d sessions of %d that %s"
            .formatted(
                wanted,
                most,
                most == all ? "the server has" : "the user may have (CONNECTION LIMIT)");
    found.add(
        wanted > most
            ? limited(
                "Sessions",
                "Runs may open %s. Lower spec.limits.runs or spec.limits.connectionsPerRun."
                    .formatted(said))
            : available(
                "Sessions",
                connection.limits().runs().isPresent()
                    ? "Runs may open %s.".formatted(said)
                    : "Each run may open %s; spec.limits.runs bounds how many run at once."
                        .formatted(said)));
  }

  private void transactions(boolean seen) {
    if (standby) {
      found.add(
          limited(
              "OpenTransactions",
              "A standby does not show those of its primary. State incremental.settle wherever there"
                  + " is a cursor."));
    } else if (seen) {
      found.add(available("OpenTransactions", "Those of all users are seen."));
    } else {
      found.add(
          limited(
              "OpenTransactions",
              "Those of other users are hidden. GRANT pg_read_all_stats to the user, or state"
                  + " incremental.settle wherever there is a cursor."));
    }
  }

  private void snapshot(PgConnection session) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_export_snapshot()")) {
      row.next();
      found.add(available("Snapshot", "All sessions of a run see one moment."));
    } catch (SQLException e) {
      if (String.valueOf(e.getSQLState()).startsWith("08")) {
        throw e;
      }
      found.add(
          missing(
              "Snapshot",
              "The server does not lend a snapshot (SQLSTATE %s). Name the server itself in"
                      .formatted(e.getSQLState())
                  + " spec.postgres.host, or one that is not behind a pooler of statements."));
    }
  }

  private void tables(PgConnection session) throws SQLException {
    var wanted = new TreeSet<>(connection.allow().schemas());
    var absent = new TreeSet<>(wanted);
    var closed = new ArrayList<String>();
    long tables = 0;
    long readable = 0;
    try (PreparedStatement statement = session.prepareStatement(SCHEMAS);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        var schema = row.getString(1);
        if (!connection.allow().schema(schema)) {
          continue;
        }
        absent.remove(schema);
        tables += row.getLong(3);
        if (row.getBoolean(2)) {
          readable += row.getLong(4);
        } else {
          closed.add(schema);
        }
      }
    }
    found.add(tables(wanted.isEmpty(), absent, closed, tables, readable));
  }

  private ConnectionCapability tables(
      boolean all, TreeSet<String> absent, List<String> closed, long tables, long readable) {
    if (!absent.isEmpty()) {
      return missing(
          "ReadTables",
          "Schemas of spec.allow.schemas that database %s does not have: %s. Create them or correct the list."
              .formatted(connection.database(), some(List.copyOf(absent))));
    }
    // Other people's schemas are closed for a reason; those that are listed are meant to be read.
    if (!closed.isEmpty() && (!all || readable == 0)) {
      return missing(
          "ReadTables",
          "Schemas that the user may not enter: %s. GRANT USAGE on them, and SELECT on their tables."
              .formatted(some(closed)));
    }
    var said = "%d of %d tables and views may be read".formatted(readable, tables);
    if (tables == 0) {
      return limited("ReadTables", "There is no table or view to read yet.");
    }
    if (readable == 0) {
      return missing("ReadTables", said + ". GRANT SELECT on them to the user.");
    }
    return readable < tables
        ? limited("ReadTables", said + ". GRANT SELECT on the others if they are wanted.")
        : available("ReadTables", said + ".");
  }

  private static String some(List<String> names) {
    int more = names.size() - NAMED;
    return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
        + (more > 0 ? " and %d more".formatted(more) : "");
  }
}
