package dev.penstock.runner.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Checks the SQL of steps against empty tables: a database of its own, as locked as the run's, that
 * never sees a row.
 */
public final class StepBinder implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Connection connection;

  private StepBinder(Connection connection) {
    this.connection = connection;
  }

  /** Opens an empty database. */
  public static StepBinder open(EngineSettings settings) {
    return new StepBinder(Database.open(settings));
  }

  /** Makes a relation of a source's columns. */
  public void declare(String relation, Schema schema) {
    String columns =
        String.join(
            ", ",
            schema.columns().stream()
                .map(c -> Sql.identifier(c.name()) + " " + EngineTypes.name(c.type()))
                .toList());
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE " + Sql.identifier(relation) + " (" + columns + ")");
    } catch (SQLException e) {
      throw internal("Relation " + relation + " could not be declared", e);
    }
  }

  /**
   * Makes a relation of a step.
   *
   * @param path where the SQL stands in the manifest
   * @return its columns
   * @throws ConfigurationException when it is not exactly one SELECT over known relations with
   *     types that targets hold
   */
  public Schema bind(String relation, String sql, String path) {
    oneSelect(relation, sql, path);
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE VIEW " + Sql.identifier(relation) + " AS\n" + sql + "\n");
    } catch (SQLException e) {
      throw refused(relation, path, EngineErrors.detail(e));
    }
    try {
      Schema schema = Relations.describe(connection, relation, path);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT * FROM " + Sql.identifier(relation) + " LIMIT 0");
      }
      return schema;
    } catch (SQLException e) {
      throw refused(relation, path, EngineErrors.detail(e));
    }
  }

  private void oneSelect(String relation, String sql, String path) {
    JsonNode tree;
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT json_serialize_sql(?::VARCHAR)")) {
      statement.setString(1, sql);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        tree = JSON.readTree(result.getString(1));
      }
    } catch (SQLException | JsonProcessingException e) {
      throw internal("The SQL of step " + relation + " could not be parsed", e);
    }
    if (tree.path("error").asBoolean()) {
      throw tree.path("error_type").asText().equals("parser")
          ? refused(
              relation, path, tree.path("error_message").asText().lines().findFirst().orElse(""))
          : notOneSelect(relation, path);
    }
    if (tree.path("statements").size() != 1) {
      throw notOneSelect(relation, path);
    }
  }

  private static ConfigurationException notOneSelect(String relation, String path) {
    return new ConfigurationException(
        Reason.STEP_INVALID,
        "Step %s is not one SELECT statement".formatted(relation),
        "Write exactly one SELECT in " + path);
  }

  private static ConfigurationException refused(String relation, String path, String detail) {
    return new ConfigurationException(
        Reason.STEP_INVALID,
        "The SQL of step %s is refused: %s".formatted(relation, detail),
        "Correct " + path);
  }

  private static InternalException internal(String message, Throwable cause) {
    return new InternalException(Reason.INTERNAL_ERROR, message, "Report this with its log", cause);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // In memory: there is nothing that could be lost.
    }
  }
}
