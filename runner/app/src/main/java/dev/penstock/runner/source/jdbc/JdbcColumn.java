package dev.penstock.runner.source.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

/** How a column of a result becomes values of a batch; it knows which column it is. */
@FunctionalInterface
public interface JdbcColumn {
  /**
   * Reads the value of the result's current row.
   *
   * @param row of the batch
   */
  void read(ResultSet result, VectorWriter to, int row) throws SQLException;
}
