package dev.penstock.runner.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.PartSchema;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Schema;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Parses and checks SQL against empty tables: a database of its own, as locked as the run's, that
 * never sees a row.
 */
public final class StepBinder implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Connection connection;

  private StepBinder(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens an empty database.
   *
   * @param variables that the SQL may read
   */
  public static StepBinder open(EngineSettings settings, List<Variable> variables) {
    return new StepBinder(Database.open(settings, variables, "errors_as_json = true"));
  }

  /**
   * {@return the parse tree of the query, if the text is exactly one}
   *
   * @throws SqlRefused when it does not parse
   */
  public Optional<JsonNode> parse(String sql) throws SqlRefused {
    JsonNode tree;
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT json_serialize_sql(?::VARCHAR)")) {
      statement.setString(1, sql);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        tree = JSON.readTree(result.getString(1));
      }
    } catch (SQLException | JsonProcessingException e) {
      throw internal("SQL could not be parsed", e);
    }
    if (tree.path("error").asBoolean()) {
      if (tree.path("error_type").asText().equals("parser")) {
        throw new SqlRefused(
            SqlRefused.firstLine(tree.path("error_message").asText()),
            tree.path("position").asInt(-1));
      }
      return Optional.empty();
    }
    return tree.path("statements").size() == 1
        ? Optional.of(tree.path("statements").path(0).path("node"))
        : Optional.empty();
  }

  /**
   * {@return the parse tree of a query that selects a condition}
   *
   * @param condition a text that brackets can enclose
   * @throws SqlRefused when it does not parse
   */
  public Optional<JsonNode> parseCondition(String condition) throws SqlRefused {
    String before = "SELECT (\n";
    try {
      return parse(before + condition + "\n)");
    } catch (SqlRefused e) {
      throw e.behind(bytes(before));
    }
  }

  /** {@return every function that SQL can call} */
  public List<EngineFunction> functions() {
    List<EngineFunction> functions = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT DISTINCT function_name, function_type, stability, macro_definition"
                    + " FROM duckdb_functions() ORDER BY ALL")) {
      while (rows.next()) {
        functions.add(
            new EngineFunction(
                String.valueOf(rows.getString(1)).toLowerCase(Locale.ROOT),
                kind(String.valueOf(rows.getString(2))),
                stability(String.valueOf(rows.getString(3))),
                Optional.ofNullable(rows.getString(4))));
      }
      return functions;
    } catch (SQLException e) {
      throw internal("The engine's functions could not be listed", e);
    }
  }

  private static EngineFunction.Kind kind(String type) {
    return switch (type) {
      case "scalar" -> EngineFunction.Kind.SCALAR;
      case "macro" -> EngineFunction.Kind.MACRO;
      case "aggregate" -> EngineFunction.Kind.AGGREGATE;
      case "window" -> EngineFunction.Kind.WINDOW;
      default -> EngineFunction.Kind.OTHER;
    };
  }

  private static EngineFunction.Stability stability(String stability) {
    return switch (stability) {
      case "CONSISTENT" -> EngineFunction.Stability.ALWAYS;
      case "CONSISTENT_WITHIN_QUERY" -> EngineFunction.Stability.WITHIN_STATEMENT;
      default -> EngineFunction.Stability.NEVER;
    };
  }

  /** Makes a relation of a source's columns. */
  public void declare(String relation, Schema schema) {
    String columns =
        String.join(
            ", ",
            schema.columns().stream()
                .map(c -> Sql.identifier(c.name()) + " " + EngineTypes.name(c.type()))
                .toList());
    // A view, as in the run: a table would have a rowid.
    String table = Sql.identifier(PartSchema.RESERVED + "_rows_of_" + relation);
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE " + table + " (" + columns + ")");
      statement.execute("CREATE VIEW " + Sql.identifier(relation) + " AS FROM " + table);
    } catch (SQLException e) {
      throw internal("Relation " + relation + " could not be declared", e);
    }
  }

  /**
   * Makes a relation of a query.
   *
   * @param path where the SQL stands in the manifest
   * @return its columns
   * @throws SqlRefused when the engine does not take it
   * @throws ConfigurationException when a column has a type that no target holds
   */
  public Schema bind(String relation, String sql, String path) throws SqlRefused {
    // On lines of its own, so that a comment at its end ends.
    String before = "CREATE VIEW " + Sql.identifier(relation) + " AS\n";
    try (Statement statement = connection.createStatement()) {
      statement.execute(before + sql + "\n");
    } catch (SQLException e) {
      throw SqlRefused.of(e, bytes(before));
    }
    try {
      Schema schema = Relations.describe(connection, relation, path);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT * FROM " + Sql.identifier(relation) + " LIMIT 0");
      }
      return schema;
    } catch (SQLException e) {
      throw SqlRefused.of(e, Integer.MAX_VALUE);
    }
  }

  /**
   * Makes sure that a condition can be asked of every row of a relation.
   *
   * @param condition a text that brackets can enclose
   */
  public void condition(String relation, String condition) throws SqlRefused {
    String before = "SELECT CAST((\n";
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          before
              + condition
              + "\n) AS BOOLEAN) FROM "
              + Sql.identifier(relation)
              + " AS "
              + Sql.identifier(relation)
              + " LIMIT 0");
    } catch (SQLException e) {
      throw SqlRefused.of(e, bytes(before));
    }
  }

  /** {@return whether a text is a value of a type} */
  public boolean casts(String value, ColumnType type) {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT TRY_CAST(%s AS %s) IS NOT NULL"
                    .formatted(Sql.literal(value), EngineTypes.name(type)))) {
      return result.next() && result.getBoolean(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
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
