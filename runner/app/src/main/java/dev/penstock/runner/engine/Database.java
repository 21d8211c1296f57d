package dev.penstock.runner.engine;

import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Reason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Opens an in-memory database that is locked before any SQL of a user reaches it. */
final class Database {
  private Database() {}

  /**
   * {@return a connection to a new database} SQL can read and write files below scratch and nothing
   * else, can not load an extension and can not change a setting.
   */
  static Connection open(EngineSettings settings) {
    Path scratch = settings.scratch();
    try {
      Connection connection = DriverManager.getConnection("jdbc:duckdb:");
      try (Statement statement = connection.createStatement()) {
        for (String setting :
            List.of(
                "threads = " + settings.threads(),
                "memory_limit = '" + settings.memoryBytes() + "B'",
                "temp_directory = " + Sql.literal(scratch.resolve("spill").toString()),
                "autoinstall_known_extensions = false",
                "autoload_known_extensions = false",
                // Threads hand their rows on as they come; no target has an order.
                "preserve_insertion_order = false",
                "TimeZone = 'UTC'",
                // In this order: each one closes a door that the one before still needs.
                "allowed_directories = [" + Sql.literal(scratch.toString()) + "]",
                "enable_external_access = false",
                "lock_configuration = true")) {
          statement.execute("SET " + setting);
        }
        return connection;
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new InternalException(
          Reason.INTERNAL_ERROR, "The engine did not open", "Report this with its log", e);
    }
  }
}
