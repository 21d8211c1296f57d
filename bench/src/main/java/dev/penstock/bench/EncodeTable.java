package dev.penstock.bench;

import java.sql.DriverManager;

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
      var clock = new Clock();
      statement.execute(
          "COPY rows TO '%s' (FORMAT parquet, COMPRESSION %s, PER_THREAD_OUTPUT)"
              .formatted(args[1], args[2]));
      System.out.println(clock.json());
    }
  }
}
