package dev.penstock.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds on one thread that the engine takes to encode a row of eight columns as Parquet, by
 * codec. The rows lie in its memory.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 2,
    jvmArgs = {"-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class ParquetEncoding {
  private static final int ROWS = 500_000;

  /** As SQL writes it. */
  @Param({"zstd", "zstd, COMPRESSION_LEVEL 1", "snappy"})
  public String codec = "";

  private @Nullable Connection connection;
  private @Nullable Path folder;

  /** Makes the rows. */
  @Setup
  public void open() throws SQLException, IOException {
    folder = Files.createTempDirectory("penstock-encoding");
    connection = DriverManager.getConnection("jdbc:duckdb:");
    execute(connection, "SET threads = 1");
    execute(
        connection,
        """
        CREATE TABLE rows AS SELECT i AS id, (i * 7919) % 200000 AS part, i % 7 AS line,
          CAST((i * 104729) % 9999999 AS DECIMAL(15,2)) AS price, DATE '1992-01-01' + CAST(i % 2500 AS INTEGER) AS day,
          ['AIR', 'RAIL', 'SHIP', 'TRUCK'][1 + i % 4] AS mode, md5(CAST(i AS VARCHAR)) AS comment, i % 10 = 0 AS late
        FROM range(500000) AS t(i)
        """);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Writes one file over the last one. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void encode() throws SQLException {
    if (connection != null) {
      execute(
          connection,
          "COPY rows TO '%s/rows.parquet' (FORMAT parquet, COMPRESSION %s)"
              .formatted(folder, codec));
    }
  }

  /** Takes the file away. */
  @TearDown
  public void close() throws SQLException, IOException {
    if (connection != null) {
      connection.close();
    }
    if (folder != null) {
      Files.deleteIfExists(folder.resolve("rows.parquet"));
      Files.deleteIfExists(folder);
    }
  }
}
