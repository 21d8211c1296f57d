package dev.penstock.runner.source.postgres;

import dev.penstock.api.model.Connection;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.spi.Column;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.postgresql.jdbc.PgConnection;

/**
 * What a database has, by its catalog as of one instant. The number of statements does not depend
 * on the number of tables.
 */
public final class PostgresInventory implements AutoCloseable {
  // Of a partition the topmost whole, else the first table that is inherited from.
  private static final String NAMES =
      """
      SELECT c.oid::bigint, n.nspname, c.relname, c.relkind, c.relispartition,
             CASE WHEN up.oid IS NULL THEN NULL ELSE upper_space.nspname || '.' || up.relname END,
             EXISTS (SELECT FROM pg_catalog.pg_depend d
                     WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
                       AND d.deptype = 'e')
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid AND i.inhseqno = 1
      LEFT JOIN pg_catalog.pg_class up
        ON up.oid = CASE WHEN c.relispartition THEN pg_catalog.pg_partition_root(c.oid)
                         ELSE i.inhparent END
      LEFT JOIN pg_catalog.pg_namespace upper_space ON upper_space.oid = up.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'
        AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
      """;

  // A table that holds nothing was perhaps never analysed; one of any size whose pages nobody has
  // counted was not.
  private static final String TABLES =
      """
      WITH RECURSIVE leaf(root, oid) AS (
        SELECT chosen.oid::oid, chosen.oid::oid FROM unnest(?::bigint[]) AS chosen(oid)
        UNION
        SELECT leaf.root, i.inhrelid
        FROM leaf JOIN pg_catalog.pg_inherits i ON i.inhparent = leaf.oid)
      SELECT leaf.root::bigint, pg_catalog.obj_description(leaf.root, 'pg_class'),
             bool_or(c.relkind IN ('r', 'm') AND pg_catalog.pg_relation_size(c.oid) > 0
                       AND (c.reltuples < 0 OR c.reltuples = 0 AND c.relpages = 0)
                     OR c.relkind IN ('v', 'f') AND c.reltuples <= 0),
             sum(CASE WHEN c.relkind = 'p' THEN 0 ELSE greatest(c.reltuples, 0) END)::bigint,
             sum(coalesce(pg_catalog.pg_table_size(c.oid), 0))::bigint,
             count(*) > 1,
             pg_catalog.row_security_active(leaf.root),
             bool_or(c.relkind = 'f')
      FROM leaf JOIN pg_catalog.pg_class c ON c.oid = leaf.oid
      GROUP BY leaf.root
      """;

  // A column of a domain is what the domain is made of, with the modifier of the innermost one.
  private static final String COLUMNS =
      """
      WITH RECURSIVE chosen(oid) AS (SELECT o::oid FROM unnest(?::bigint[]) AS o),
      base(type, oid, modifier) AS (
        SELECT DISTINCT a.atttypid, a.atttypid, -1
        FROM chosen JOIN pg_catalog.pg_attribute a ON a.attrelid = chosen.oid
        WHERE a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT base.type, d.typbasetype, d.typtypmod
        FROM base JOIN pg_catalog.pg_type d ON d.oid = base.oid AND d.typtype = 'd')
      SELECT a.attrelid::bigint, a.attname, %s, declared.modifier,
             pg_catalog.format_type(t.oid, declared.modifier), NOT a.attnotnull,
             pg_catalog.has_schema_privilege(n.oid, 'USAGE')
               AND pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT'),
             CASE WHEN NOT a.attnotnull AND t.oid IN ('timestamp'::regtype, 'timestamptz'::regtype)
                  THEN (SELECT max(s.null_frac) FROM pg_catalog.pg_stats s
                        WHERE s.schemaname = n.nspname AND s.tablename = c.relname
                          AND s.attname = a.attname) END
      FROM chosen
      JOIN pg_catalog.pg_class c ON c.oid = chosen.oid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
      JOIN base ON base.type = a.atttypid
      JOIN pg_catalog.pg_type t ON t.oid = base.oid AND t.typtype <> 'd'
      CROSS JOIN LATERAL (SELECT CASE WHEN base.oid = a.atttypid THEN a.atttypmod
                                      ELSE base.modifier END) AS declared(modifier)
      JOIN pg_catalog.pg_namespace space ON space.oid = t.typnamespace
      LEFT JOIN pg_catalog.pg_proc sends ON sends.oid = t.typsend
      WHERE a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attrelid, a.attnum
      """
          .formatted(Described.KIND);

  private static final String INDEXES =
      """
      SELECT i.indrelid::bigint, index.relname, i.indisprimary, i.indisunique,
             am.amname IN ('btree', 'brin'),
             ARRAY(SELECT coalesce(a.attname::text, '')
                   FROM unnest(i.indkey::smallint[]) WITH ORDINALITY AS part(number, place)
                   LEFT JOIN pg_catalog.pg_attribute a
                     ON a.attrelid = i.indrelid AND a.attnum = part.number AND part.number > 0
                   WHERE part.place <= i.indnkeyatts
                   ORDER BY part.place)
      FROM unnest(?::bigint[]) AS chosen(oid)
      JOIN pg_catalog.pg_index i ON i.indrelid = chosen.oid::oid
      JOIN pg_catalog.pg_class index ON index.oid = i.indexrelid
      JOIN pg_catalog.pg_am am ON am.oid = index.relam
      WHERE i.indisvalid AND i.indpred IS NULL
      ORDER BY index.relname COLLATE "C"
      """;

  private static final String ROLES =
      "SELECT pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE'), pg_catalog.pg_is_in_recovery()";

  private final Connection.Postgres connection;
  private final PgConnection session;
  private final Transactions transactions;

  private PostgresInventory(
      Connection.Postgres connection, PgConnection session, Transactions transactions) {
    this.connection = connection;
    this.session = session;
    this.transactions = transactions;
  }

  /** Whether the user sees since when others write, which an increment needs. */
  public enum Transactions {
    /** Those of all users. */
    SEEN,
    /** Those of its own roles alone: it lacks pg_read_all_stats. */
    HIDDEN,
    /** None: this is a standby, others write on its primary. */
    ELSEWHERE
  }

  /** Connects, and reads from now on what is there at this instant. */
  public static PostgresInventory open(Connection.Postgres connection, Secrets secrets) {
    PgConnection session = new PostgresLogin(connection, secrets, "penstock/init").open();
    try {
      PostgresDatabase.begin(session);
      PostgresDatabase.settle(session);
      return new PostgresInventory(connection, session, transactions(session));
    } catch (SQLException e) {
      PostgresDatabase.quietly(session);
      throw new PostgresErrors(connection).translate(e, "Database " + connection.database());
    }
  }

  // Not who is connected just now, as a run asks: a session may come later.
  private static Transactions transactions(PgConnection session) throws SQLException {
    try (Statement statement = session.createStatement()) {
      // Sizes are asked of each table, and an ALTER TABLE that waits would hold us for ever.
      statement.execute("SET LOCAL lock_timeout = '%ds'".formatted(PostgresErrors.LOCK_SECONDS));
      try (ResultSet row = statement.executeQuery(ROLES)) {
        row.next();
        if (row.getBoolean(2)) {
          return Transactions.ELSEWHERE;
        }
        return row.getBoolean(1) ? Transactions.SEEN : Transactions.HIDDEN;
      }
    }
  }

  /** {@return what the user sees of the transactions of others} */
  public Transactions transactions() {
    return transactions;
  }

  /** {@return all relations but the server's own, by schema and name} */
  public List<CatalogEntry> entries() {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery(NAMES)) {
      List<CatalogEntry> entries = new ArrayList<>();
      while (row.next()) {
        entries.add(
            new CatalogEntry(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                CatalogEntry.Kind.of(row.getString(4)),
                Optional.ofNullable(row.getString(6)),
                row.getBoolean(5),
                row.getBoolean(7)));
      }
      return entries;
    } catch (SQLException e) {
      throw translated(e);
    }
  }

  /** {@return what is known of relations, in the order of the list} */
  public List<CatalogTable> tables(List<CatalogEntry> entries) {
    var oids = entries.stream().map(CatalogEntry::oid).toArray(Long[]::new);
    try {
      var columns = columns(oids);
      var indexes = indexes(oids);
      Map<Long, CatalogTable> tables = new HashMap<>();
      var byOid = new HashMap<Long, CatalogEntry>();
      entries.forEach(entry -> byOid.put(entry.oid(), entry));
      try (PreparedStatement statement = asked(TABLES, oids);
          ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          var entry = byOid.get(row.getLong(1));
          if (entry == null) {
            throw new IllegalStateException("The catalog tells of a table that nobody asked for");
          }
          tables.put(
              entry.oid(),
              new CatalogTable(
                  entry,
                  Optional.ofNullable(row.getString(2)),
                  row.getBoolean(3) ? OptionalLong.empty() : OptionalLong.of(row.getLong(4)),
                  row.getLong(5),
                  entry.kind() != CatalogEntry.Kind.PARTITIONED && row.getBoolean(6),
                  row.getBoolean(7),
                  columns.getOrDefault(entry.oid(), List.of()),
                  indexes.getOrDefault(entry.oid(), List.of()),
                  row.getBoolean(8)));
        }
      }
      return entries.stream().map(CatalogEntry::oid).map(tables::get).toList();
    } catch (SQLException e) {
      throw translated(e);
    }
  }

  private Map<Long, List<CatalogColumn>> columns(Long[] oids) throws SQLException {
    Map<Long, List<CatalogColumn>> columns = new HashMap<>();
    try (PreparedStatement statement = asked(COLUMNS, oids);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        var column =
            new PostgresColumn(row.getString(2), row.getString(3), row.getInt(4), row.getString(5));
        double share = row.getDouble(8);
        var missing = row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(share);
        columns
            .computeIfAbsent(row.getLong(1), oid -> new ArrayList<>())
            .add(
                new CatalogColumn(
                    column.name(),
                    column.shown(),
                    column.column().map(Column::type),
                    column.cast(),
                    row.getBoolean(6),
                    row.getBoolean(7),
                    missing));
      }
    }
    return columns;
  }

  private Map<Long, List<CatalogIndex>> indexes(Long[] oids) throws SQLException {
    Map<Long, List<CatalogIndex>> indexes = new HashMap<>();
    try (PreparedStatement statement = asked(INDEXES, oids);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        indexes
            .computeIfAbsent(row.getLong(1), oid -> new ArrayList<>())
            .add(
                new CatalogIndex(
                    row.getString(2),
                    row.getBoolean(3),
                    row.getBoolean(4),
                    row.getBoolean(5),
                    List.of((String[]) row.getArray(6).getArray())));
      }
    }
    return indexes;
  }

  private PreparedStatement asked(String sql, Long[] oids) throws SQLException {
    PreparedStatement statement = session.prepareStatement(sql);
    statement.setArray(1, session.createArrayOf("bigint", oids));
    return statement;
  }

  private RuntimeException translated(SQLException e) {
    return new PostgresErrors(connection).listing(e, "The catalog of " + connection.database());
  }

  @Override
  public void close() {
    PostgresDatabase.quietly(session);
  }
}
