package dev.penstock.runner.source.postgres;

import dev.penstock.api.model.Read;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.jdbc.PgConnection;

/** Asks the catalog for the columns of a table or view. */
final class PostgresCatalog {
  // Only built-in types are named: a type of that name in another schema may be anything.
  private static final String COLUMNS =
      """
      SELECT a.attname,
             CASE WHEN base.typtype = 'e' THEN 'enum'
                  WHEN space.nspname = 'pg_catalog' AND base.typtype = 'b' THEN base.typname
                  ELSE '' END,
             CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END,
             format_type(a.atttypid, a.atttypmod)
      FROM pg_catalog.pg_attribute a
      JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
      JOIN pg_catalog.pg_type base
        ON base.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
      JOIN pg_catalog.pg_namespace space ON space.oid = base.typnamespace
      WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
      """;

  private PostgresCatalog() {}

  /** {@return the columns in the table's order; empty: there is no such table} */
  static List<PostgresColumn> columns(PgConnection session, Read.Table table) throws SQLException {
    List<PostgresColumn> columns = new ArrayList<>();
    try (PreparedStatement statement = session.prepareStatement(COLUMNS)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.name());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          columns.add(
              new PostgresColumn(
                  rows.getString(1), rows.getString(2), rows.getInt(3), rows.getString(4)));
        }
      }
    }
    return columns;
  }
}
