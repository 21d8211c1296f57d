package dev.penstock.runner.source.jdbc;

import java.sql.Statement;
import java.util.List;

/**
 * A statement that is to be read.
 *
 * @param statement of a session of its own, whose autocommit is off: else a driver holds all rows
 * @param columns of the result, in order
 * @param rowBytes how wide a row is expected to be
 */
public record JdbcQuery(Statement statement, String sql, List<JdbcColumn> columns, long rowBytes) {
  public JdbcQuery {
    columns = List.copyOf(columns);
  }
}
