package dev.penstock.runner.source.postgres;

import dev.penstock.api.model.Read;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.jdbc.PgConnection;

/** Asks the catalog what a table consists of. */
final class PostgresCatalog {
  private static final String COLUMNS =
      """
      SELECT a.attname, NOT a.attnotnull
      FROM pg_catalog.pg_attribute a
      JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
      """;

  // Partitions, and the children of inheritance: a SELECT of the parent reads them too.
  private static final String STORAGE =
      """
      WITH RECURSIVE leaf(oid) AS (
        SELECT c.oid
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ? AND c.relname = ?
        UNION
        SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN leaf ON i.inhparent = leaf.oid)
      SELECT n.nspname, c.relname,
             c.relkind = 'p' OR c.relkind IN ('r', 'm') AND coalesce(am.amname, 'heap') = 'heap',
             coalesce(pg_catalog.pg_relation_size(c.oid), 0)
               / pg_catalog.current_setting('block_size')::bigint,
             coalesce(pg_catalog.pg_table_size(c.oid), 0)
      FROM leaf
      JOIN pg_catalog.pg_class c ON c.oid = leaf.oid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
      """;

  private static final String KEY =
      """
      SELECT a.attname, pg_catalog.format_type(a.atttypid, NULL)
      FROM pg_catalog.pg_index i
      JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
      WHERE n.nspname = ? AND c.relname = ? AND i.indisprimary AND i.indnatts = 1
        AND a.atttypid = ANY ('{int2,int4,int8,timestamp,timestamptz}'::regtype[])
      """;

  private static final String BOUNDS =
      """
      SELECT bound.value
      FROM (SELECT histogram_bounds::text::text[] AS bounds
            FROM pg_catalog.pg_stats
            WHERE schemaname = ? AND tablename = ? AND attname = ?
            ORDER BY inherited DESC
            LIMIT 1) AS statistics,
           unnest(statistics.bounds) WITH ORDINALITY AS bound(value, place)
      WHERE %s
      ORDER BY bound.place
      """;

  private PostgresCatalog() {}

  /**
   * What lies below a table.
   *
   * @param names of it and all its partitions, as {@code schema.name}
   * @param heap whether all of them are cut by blocks: no view, foreign table, or other storage
   * @param blocks of the largest one
   * @param bytes of all of them, with what they keep out of line
   */
  record Storage(List<String> names, boolean heap, long blocks, long bytes) {
    Storage {
      names = List.copyOf(names);
    }
  }

  /** A column by whose values a table can be cut. */
  record Key(String column, String type) {}

  /**
   * {@return by the name of each column, in the table's order, whether it may be NULL} Empty: there
   * is no such table.
   */
  static Map<String, Boolean> columns(PgConnection session, Read.Table table) throws SQLException {
    Map<String, Boolean> columns = new LinkedHashMap<>();
    try (PreparedStatement statement = asked(session, COLUMNS, table);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        columns.put(rows.getString(1), rows.getBoolean(2));
      }
    }
    return columns;
  }

  /** {@return what lies below a table or view} */
  static Storage storage(PgConnection session, Read.Table table) throws SQLException {
    List<String> names = new ArrayList<>();
    boolean heap = true;
    long blocks = 0;
    long bytes = 0;
    try (PreparedStatement statement = asked(session, STORAGE, table);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        names.add(rows.getString(1) + "." + rows.getString(2));
        heap &= rows.getBoolean(3);
        blocks = Math.max(blocks, rows.getLong(4));
        bytes += rows.getLong(5);
      }
    }
    return new Storage(names, heap, blocks, bytes);
  }

  /** {@return the primary key, if it is one column of numbers or times} */
  static Optional<Key> key(PgConnection session, Read.Table table) throws SQLException {
    try (PreparedStatement statement = asked(session, KEY, table);
        ResultSet rows = statement.executeQuery()) {
      return rows.next()
          ? Optional.of(new Key(rows.getString(1), rows.getString(2)))
          : Optional.empty();
    }
  }

  /**
   * {@return values that cut a column into pieces of equal size by the statistics, ascending and
   * distinct, as literals with their type} Empty: there are no statistics.
   *
   * @param within a condition on {@code bound.value}, of our own making
   */
  static List<String> bounds(PgConnection session, Read.Table table, Key key, String within)
      throws SQLException {
    var bounds = new LinkedHashSet<String>();
    try (PreparedStatement statement = asked(session, BOUNDS.formatted(within), table)) {
      statement.setString(3, key.column());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          bounds.add(statement.enquoteLiteral(rows.getString(1)) + "::" + key.type());
        }
      }
    }
    return List.copyOf(bounds);
  }

  private static PreparedStatement asked(PgConnection session, String sql, Read.Table table)
      throws SQLException {
    PreparedStatement statement = session.prepareStatement(sql);
    statement.setString(1, table.schema());
    statement.setString(2, table.name());
    return statement;
  }
}
