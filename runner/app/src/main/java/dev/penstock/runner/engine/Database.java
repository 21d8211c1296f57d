package dev.penstock.runner.engine;

import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Reason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/** Opens an in-memory database that is locked before any SQL of a user reaches it. */
final class Database {
  private static final String URL = "jdbc:duckdb:";

  /** Each open file of a partitioned part keeps a buffer; what is more is closed and flushed. */
  private static final int OPEN_FILES = 32;

  /** Rows that a thread holds before it hands them to their partitions. */
  private static final int PARTITION_ROWS = 128 * 1024;

  private Database() {}

  /**
   * {@return a connection to a new database} SQL can read and write files below scratch and nothing
   * else, can not load an extension and can not change a setting.
   *
   * @param more settings as {@code name = value}
   */
  static Connection open(EngineSettings settings, List<Variable> variables, String... more) {
    try {
      Connection connection = connect();
      try {
        set(connection, variables);
        try (Statement statement = connection.createStatement()) {
          for (String setting : settings(settings, more)) {
            statement.execute("SET " + setting);
          }
        }
        return connection;
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw unopened(e);
    }
  }

  /** Opens a database and closes it. */
  static void load() {
    try {
      connect().close();
    } catch (SQLException e) {
      throw unopened(e);
    }
  }

  // The driver itself: DriverManager would load every driver that is there, and the warehouse's
  // lies
  // in a signed archive, whose every class is verified.
  private static Connection connect() throws SQLException {
    return new DuckDBDriver().connect(URL, new Properties());
  }

  private static InternalException unopened(SQLException e) {
    return new InternalException(
        Reason.INTERNAL_ERROR, "The engine did not open", "Report this with its log", e);
  }

  private static void set(Connection connection, List<Variable> variables) throws SQLException {
    for (Variable variable : variables) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TimeZone = 'UTC'");
        statement.execute(variable.set());
      } catch (SQLException e) {
        if (EngineErrors.kind(e).equals("Conversion")) {
          throw new ConfigurationException(
              Reason.INVALID_SPEC,
              "The value of parameter %s is no %s".formatted(variable.name(), variable.type()),
              "Correct the default of %s in spec.parameters".formatted(variable.name()));
        }
        throw e;
      }
    }
  }

  /** {@return where the engine puts what does not fit memory; made when it is needed} */
  static Path spill(EngineSettings settings) {
    return settings.scratch().resolve("spill");
  }

  private static List<String> settings(EngineSettings settings, String... more) {
    Path scratch = settings.scratch();
    List<String> all =
        new ArrayList<>(
            List.of(
                "threads = " + settings.threads(),
                "memory_limit = '" + settings.memoryBytes() + "B'",
                "temp_directory = " + Sql.literal(spill(settings).toString()),
                "partitioned_write_max_open_files = " + OPEN_FILES,
                "partitioned_write_flush_threshold = " + PARTITION_ROWS,
                "autoinstall_known_extensions = false",
                "autoload_known_extensions = false",
                // Threads hand their rows on as they come; where a target has an order, its
                // statement says so.
                "preserve_insertion_order = false",
                // It scans what a window aggregates a second time; a source is read once.
                "disabled_optimizers = 'window_self_join'",
                "TimeZone = 'UTC'"));
    settings.spillBytes().ifPresent(bytes -> all.add("max_temp_directory_size = '" + bytes + "B'"));
    all.addAll(List.of(more));
    // In this order: each one closes a door that the one before still needs.
    all.add("allowed_directories = [" + Sql.literal(scratch.toString()) + "]");
    all.add("enable_external_access = false");
    all.add("lock_configuration = true");
    return all;
  }
}
