package dev.penstock.runner.engine;

import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Schema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Asks the engine for the columns of a relation. */
final class Relations {
  private Relations() {}

  /**
   * {@return the columns of a view or table}
   *
   * @param sqlPath where the relation's SQL stands, for the next step of a refusal
   * @throws ConfigurationException of {@link Reason#TYPE_NOT_SUPPORTED} with the cast to write
   */
  static Schema describe(Connection connection, String relation, String sqlPath)
      throws SQLException {
    List<Column> columns = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet described = statement.executeQuery("DESCRIBE " + Sql.identifier(relation))) {
      while (described.next()) {
        String name = described.getString("column_name");
        String type = described.getString("column_type");
        ColumnType known =
            EngineTypes.type(type)
                .orElseThrow(() ->
                    new ConfigurationException(
                        Reason.TYPE_NOT_SUPPORTED,
                        "Column %s of relation %s has type %s, which no target holds"
                            .formatted(name, relation, type.replace("\"", "")),
                        "Write %s AS %s in %s"
                            .formatted(
                                EngineTypes.cast(name, type), Sql.identifier(name), sqlPath)));
        columns.add(new Column(name, known));
      }
    }
    return new Schema(columns);
  }
}
