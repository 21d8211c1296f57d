package dev.penstock.bench;

import dev.penstock.sandbox.DirectoryTree;
import dev.penstock.sandbox.postgres.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;

/**
 * The server that everything is measured against: a PostgreSQL of its own with one table. It prints
 * one line of JSON when the table stands, and ends with its input.
 */
public final class BenchDatabase {
  /** A sixth of the order lines of TPC-H at scale 1. */
  private static final long ROWS = 1_000_000;

  private BenchDatabase() {}

  /**
   * Runs it.
   *
   * @param args the scale factor of TPC-H: 1 is 6 million rows of lineitem; then the table
   */
  public static void main(String[] args) throws IOException, SQLException {
    double scale = Double.parseDouble(args[0]);
    Path folder = Files.createTempDirectory("penstock-bench");
    Path data = folder.resolve("data");
    var place = new PostgresServer.Place(folder, "bench-postgres", data);
    // Parallel workers would take the second core from the client at times, and at times not.
    var settings = Map.of("max_parallel_workers_per_gather", "0", "autovacuum", "off");
    try (var server = PostgresServer.start(place, settings)) {
      load(server, "mix", scale);
      load(server, args[1], scale);
      System.out.printf(
          Locale.ROOT,
          "{\"port\": %d, \"postmaster\": %s}%n",
          server.port(),
          Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
      while (System.in.read() >= 0) {
        // whoever started it closes its input
      }
    } finally {
      DirectoryTree.delete(folder);
    }
  }

  private static void load(PostgresServer server, String name, double scale)
      throws IOException, SQLException {
    String script;
    try (var resource = BenchDatabase.class.getResourceAsStream(name + ".sql")) {
      if (resource == null) {
        throw new IOException("There is no table " + name);
      }
      script = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    }
    script = script.replace(":rows", Long.toString(Math.round(ROWS * scale)));
    try (var connection = server.superuser();
        var statement = connection.createStatement()) {
      // One by one: VACUUM refuses to be part of several.
      for (String sql : script.split(";\n")) {
        if (!sql.isBlank()) {
          statement.execute(sql);
        }
      }
    }
  }
}
