package dev.penstock.runner.source.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.jdbc.PgConnection;

/**
 * Counts rows whose cursor is not as it should be. An index on the cursor answers at once; without
 * one the server looks at every row.
 *
 * @param rows all that an increment could read, whatever their cursor
 */
record CursorCounts(PgConnection session, Selection rows, Stretch stretch) {
  /** Counting stops there: a thousand and a million ask for the same. */
  static final int MOST = 1000;

  private static final int SAMPLES = 3;

  /** {@return how many lie far in the future; at most {@link #MOST}} */
  long ahead(Instant clock) throws SQLException {
    return counted(rows.count(stretch.ahead(clock), MOST));
  }

  /** {@return how many have none; more than {@link #MOST}: that many at least} */
  long missing() throws SQLException {
    return counted(rows.count(stretch.cursor().missing(), MOST + 1));
  }

  /** {@return the keys of a few rows that have none; empty: there is no key} */
  String sampleKeys() throws SQLException {
    List<String> key = stretch.incremental().key();
    if (key.isEmpty()) {
      return "";
    }
    String sql = rows.of(key).and(stretch.cursor().missing()).sql() + " LIMIT " + SAMPLES;
    List<String> keys = new ArrayList<>();
    try (Statement statement = statement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
          values.add(key.get(i) + "=" + found.getString(i + 1));
        }
        keys.add(String.join(" ", values));
      }
    }
    return String.join(", ", keys);
  }

  private long counted(String count) throws SQLException {
    try (Statement statement = statement();
        ResultSet row = statement.executeQuery(count)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Braces are SQL of the manifest, and no escapes of JDBC. */
  private Statement statement() throws SQLException {
    Statement statement = session.createStatement();
    statement.setEscapeProcessing(false);
    return statement;
  }
}
