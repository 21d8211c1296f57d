package dev.penstock.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.penstock.runner.engine.Codec;
import dev.penstock.runner.engine.DuckDbEngine;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.engine.Pace;
import dev.penstock.runner.engine.SealOptions;
import dev.penstock.sandbox.DirectoryTree;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The tally of sealed parts beside their sealing, both in time of the processor, so that whatever
 * else the machine does counts little. Sealing has no source to wait for here. It is of order lines
 * with 16 columns, and of each column alone. The last columns are of dearer types than an order
 * line usually has, and not among the 16.
 */
public final class TallyCost {
  private static final int ROUNDS = 5;
  private static final List<String> LINES =
      List.of(
          "(n / 4)::BIGINT AS order_id",
          "(hash(n) % 200000)::INTEGER AS part_id",
          "(hash(n + 1) % 10000)::INTEGER AS supplier_id",
          "(n % 7)::SMALLINT AS line_number",
          "(hash(n + 2) % 50)::DECIMAL(12,2) AS quantity",
          "(hash(n + 3) % 10000000 / 100)::DECIMAL(12,2) AS price",
          "(hash(n + 4) % 10 / 100)::DECIMAL(12,2) AS discount",
          "(hash(n + 5) % 8 / 100)::DECIMAL(12,2) AS tax",
          "chr((65 + hash(n + 6) % 3)::INTEGER) AS return_flag",
          "chr((70 + hash(n + 7) % 2)::INTEGER) AS line_status",
          "DATE '1992-01-01' + (hash(n + 8) % 2500)::INTEGER AS ship_date",
          "DATE '1992-01-01' + (hash(n + 9) % 2500)::INTEGER AS commit_date",
          "TIMESTAMP '1992-01-01' + to_microseconds((hash(n + 10) % 200000000000000)::BIGINT)"
              + " AS received_at",
          "['DELIVER IN PERSON', 'COLLECT COD', 'NONE', 'TAKE BACK RETURN']"
              + "[1 + (hash(n + 11) % 4)::INTEGER] AS instruction",
          "['AIR', 'MAIL', 'SHIP', 'TRUCK', 'RAIL'][1 + (hash(n + 12) % 5)::INTEGER] AS mode",
          "substr(md5(n::VARCHAR) || md5((n + 1)::VARCHAR), 1, 10 + (hash(n + 13) % 34)::INTEGER)"
              + " AS comment");
  private static final List<String> DEAR =
      List.of(
          "(hash(n + 14) % 10000000 / 7)::DECIMAL(38,9) AS plain_numeric",
          "(hash(n + 15) % 10000000 * 1e12)::DECIMAL(38,9) AS wide_numeric");

  private final OperatingSystemMXBean cpu =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final DuckDbEngine engine;
  private final Path folder;
  private int sealings;

  private TallyCost(DuckDbEngine engine, Path folder) {
    this.engine = engine;
    this.folder = folder;
  }

  /**
   * Runs it.
   *
   * @param args how many rows; none: a million
   */
  public static void main(String[] args) throws Exception {
    int rows = args.length == 0 ? 1_000_000 : Integer.parseInt(args[0]);
    var folder = Files.createTempDirectory("penstock-bench");
    try (var engine =
        DuckDbEngine.open(new EngineSettings(1, 1L << 30, folder), Pace.DEFAULT, List.of())) {
      new TallyCost(engine, folder).run(rows);
    } finally {
      DirectoryTree.delete(folder);
    }
  }

  private record Took(double sealing, double tally) {}

  private void run(int rows) throws IOException {
    var columns = new ArrayList<>(LINES);
    columns.addAll(DEAR);
    engine.step(
        "drawn", "SELECT %s FROM range(%d) t(n)".formatted(String.join(", ", columns), rows));
    engine.keep("drawn");
    System.out.printf(
        Locale.ROOT, "%,d rows, one thread of the engine, medians of %d rounds%n", rows, ROUNDS);
    System.out.printf("%-16s %9s %9s%n", "", "seal, s", "tally, s");
    print("16 columns", LINES.stream().map(TallyCost::name).toList());
    for (var column : columns) {
      print(name(column), List.of(name(column)));
    }
  }

  private static String name(String column) {
    return column.substring(column.lastIndexOf(' ') + 1);
  }

  private void print(String what, List<String> columns) throws IOException {
    var relation = "of_" + what.replace(' ', '_');
    engine.step(relation, "SELECT %s FROM drawn".formatted(String.join(", ", columns)));
    measured(relation);
    List<Took> rounds = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      rounds.add(measured(relation));
    }
    System.out.printf(
        Locale.ROOT,
        "%-16s %9.3f %9.3f%n",
        what,
        Cost.middle(rounds.stream().map(Took::sealing).toList()),
        Cost.middle(rounds.stream().map(Took::tally).toList()));
  }

  private Took measured(String relation) throws IOException {
    var parts = folder.resolve("parts").resolve(Integer.toString(sealings++));
    long start = cpu.getProcessCpuTime();
    var sealed =
        engine.seal(relation, new SealOptions(parts, Codec.SNAPPY, Pace.DEFAULT.partBytes(), 1));
    long between = cpu.getProcessCpuTime();
    engine.tally(relation, sealed);
    long end = cpu.getProcessCpuTime();
    DirectoryTree.delete(parts);
    return new Took((between - start) / 1e9, (end - between) / 1e9);
  }
}
