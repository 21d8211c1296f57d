package dev.penstock.bench;

import dev.penstock.runner.engine.Codec;
import dev.penstock.runner.engine.DuckDbEngine;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.engine.Pace;
import dev.penstock.runner.engine.SealOptions;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.sandbox.DirectoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What it costs that the engine's memory is small: steps that hold rows, sealed into Parquet, by
 * how much memory there is. Rows have ten columns and some 150 bytes, and come from a Parquet file.
 */
public final class SpillCost {
  private static final long MIB = 1 << 20;
  private static final int ROUNDS = 3;
  private static final List<Long> MEMORY = List.of(4096L, 1024L, 512L, 256L);

  private static final String ROWS =
      """
      SELECT n AS id, (hash(n) %% 1000003)::BIGINT AS device, (hash(n + 1) %% 5000000)::BIGINT AS customer,
        (hash(n + 2) %% 10000000 / 100)::DECIMAL(12,2) AS price, (hash(n + 3) %% 50)::INTEGER AS quantity,
        DATE '1992-01-01' + (hash(n + 4) %% 2500)::INTEGER AS day,
        TIMESTAMP '1992-01-01' + to_microseconds((hash(n + 5) %% 200000000000000)::BIGINT) AS seen,
        md5(n::VARCHAR) AS code, md5((n + 1)::VARCHAR) AS other, chr(65 + (hash(n + 6) %% 26)::INTEGER) AS letter
      FROM range(%d) t(n)
      """;

  private static final Map<String, String> STEPS = new LinkedHashMap<>();

  static {
    STEPS.put("no step", "SELECT * FROM drawn");
    STEPS.put("ORDER BY two columns", "SELECT * FROM drawn ORDER BY device, code");
    STEPS.put(
        "the latest row of a key",
        "SELECT * FROM drawn QUALIFY row_number() OVER (PARTITION BY customer ORDER BY seen DESC) = 1");
    STEPS.put("GROUP BY code", "SELECT code, max(price) AS price FROM drawn GROUP BY code");
    STEPS.put("DISTINCT", "SELECT DISTINCT * FROM drawn");
    STEPS.put(
        "join with itself", "SELECT a.*, b.price AS more FROM drawn a JOIN drawn b USING (id)");
  }

  private final Path folder;
  private final Path file;
  private int engines;

  private SpillCost(Path folder, Path file) {
    this.folder = folder;
    this.file = file;
  }

  private record Took(double seconds, long spilled) {}

  /**
   * Runs it.
   *
   * @param args how many rows; none: two million
   */
  public static void main(String[] args) throws Exception {
    int rows = args.length == 0 ? 2_000_000 : Integer.parseInt(args[0]);
    var folder = Files.createTempDirectory("penstock-bench");
    try {
      new SpillCost(folder, drawn(folder, rows)).run(rows);
    } finally {
      DirectoryTree.delete(folder);
    }
  }

  private static Path drawn(Path folder, int rows) throws SQLException {
    var file = folder.resolve("drawn.parquet");
    try (var engine = DriverManager.getConnection("jdbc:duckdb:");
        var statement = engine.createStatement()) {
      statement.execute("COPY (%s) TO '%s' (FORMAT parquet)".formatted(ROWS.formatted(rows), file));
    }
    return file;
  }

  private void run(int rows) throws IOException {
    System.out.printf(
        Locale.ROOT,
        "%,d rows, two threads of the engine, medians of %d rounds: seconds (MB spilled)%n%-26s",
        rows,
        ROUNDS,
        "");
    MEMORY.forEach(memory -> System.out.printf("%18s", memory + " MiB"));
    System.out.println();
    for (var step : STEPS.entrySet()) {
      System.out.printf("%-26s", step.getKey());
      for (long memory : MEMORY) {
        System.out.printf("%18s", figure(step.getValue(), memory));
      }
      System.out.println();
    }
  }

  private String figure(String sql, long memory) throws IOException {
    List<Double> seconds = new ArrayList<>();
    List<Long> spilled = new ArrayList<>();
    try {
      for (int i = 0; i < ROUNDS; i++) {
        var took = took(sql, memory);
        seconds.add(took.seconds());
        spilled.add(took.spilled());
      }
    } catch (PenstockException e) {
      return e.reason().toString();
    }
    return String.format(
        Locale.ROOT, "%.1f (%,d)", Cost.middle(seconds), Cost.middle(spilled) / 1_000_000);
  }

  private Took took(String sql, long memory) throws IOException {
    var scratch = Files.createDirectory(folder.resolve("engine-" + engines++));
    var own = Files.createLink(scratch.resolve("drawn.parquet"), file);
    var settings = new EngineSettings(2, memory * MIB, scratch, OptionalLong.empty()).holdingRows();
    long start = System.nanoTime();
    try (var engine = DuckDbEngine.open(settings, Pace.DEFAULT, List.of())) {
      engine.step("drawn", "SELECT * FROM read_parquet('%s')".formatted(own));
      engine.step("made", sql);
      engine.seal(
          "made",
          new SealOptions(
              scratch.resolve("parts"),
              Codec.ZSTD,
              Pace.DEFAULT.partBytes(),
              1,
              List.of(),
              List.of()));
      return new Took((System.nanoTime() - start) / 1e9, engine.spilledBytes());
    } finally {
      DirectoryTree.delete(scratch);
    }
  }
}
