package dev.penstock.bench;

import java.lang.management.ManagementFactory;
import java.sql.DriverManager;
import java.util.Locale;

/**
 * The other floor: rows that lie in the engine's memory already are written as Parquet. It measures
 * only the writing, and says so as JSON.
 */
public final class EncodeTable {
  private EncodeTable() {}

  /**
   * Runs it once.
   *
   * @param args a glob of Parquet files that hold the rows, an empty folder, the codec
   */
  public static void main(String[] args) throws Exception {
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement()) {
      statement.execute("SET preserve_insertion_order = false");
      statement.execute("CREATE TABLE rows AS FROM read_parquet('%s')".formatted(args[0]));
      long cpu = cpu();
      long from = System.nanoTime();
      statement.execute(
          "COPY rows TO '%s' (FORMAT parquet, COMPRESSION %s, PER_THREAD_OUTPUT)"
              .formatted(args[1], args[2]));
      System.out.printf(
          Locale.ROOT,
          "{\"wall\": %.3f, \"cpu\": %.3f}%n",
          (System.nanoTime() - from) / 1e9,
          (cpu() - cpu) / 1e9);
    }
  }

  private static long cpu() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime();
  }
}
