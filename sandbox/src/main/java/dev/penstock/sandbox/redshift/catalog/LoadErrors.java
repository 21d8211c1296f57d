package dev.penstock.sandbox.redshift.catalog;

import dev.penstock.sandbox.redshift.copy.LoadFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Writes failed loads over a connection of its own, so that they outlive the rollback. */
public final class LoadErrors {
  private final Catalog catalog;

  public LoadErrors(Catalog catalog) {
    this.catalog = catalog;
  }

  public void record(int process, int query, String table, LoadFailure failure) {
    try (Connection connection = catalog.connect();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                INSERT INTO pg_catalog.stl_load_errors (userid, tbl, starttime, session, query,
                  filename, line_number, colname, err_code, err_reason, raw_line, raw_field_value,
                  type, position, col_length, table_name, message)
                VALUES (100, coalesce(to_regclass(?)::oid::integer, 0), now(), ?, ?,
                  ?, 0, ?, ?, ?, '', '', '', 0, '', ?, ?)\
                """)) {
      insert.setString(1, table);
      insert.setInt(2, process);
      insert.setInt(3, query);
      insert.setString(4, cut(failure.file(), 256));
      insert.setString(5, cut(failure.column(), 127));
      insert.setInt(6, failure.code());
      insert.setString(7, cut(failure.reason(), 100));
      insert.setString(8, table);
      insert.setString(9, cut(failure.reason(), 512));
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("A load error can't be recorded: " + e.getMessage(), e);
    }
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
