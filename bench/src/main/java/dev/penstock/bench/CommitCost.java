package dev.penstock.bench;

import dev.penstock.runner.report.Stage;
import dev.penstock.sandbox.DirectoryTree;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a commit costs beside the load itself: runs with few rows and with none, and next to them a
 * PUT of the same Parquet file and a COPY of it by a person's session. All three take the same ways
 * to store and warehouse, on which requests and statements are counted, and take turns, so that all
 * see the same machine. It ends by itself within two minutes.
 */
public final class CommitCost {
  private static final int WARM_UPS = 2;
  private static final int ROUNDS = 11;
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Events events;
  private final List<Cost> plain = new ArrayList<>();
  private final List<Cost> loaded = new ArrayList<>();
  private final List<Cost> empty = new ArrayList<>();
  private final Map<String, List<Long>> stages = new LinkedHashMap<>();

  private CommitCost(Events events) {
    this.events = events;
  }

  /**
   * Runs it.
   *
   * @param args the rows of an increment; none: 1,000
   */
  public static void main(String[] args) throws Exception {
    int rows = args.length == 0 ? 1_000 : Integer.parseInt(args[0]);
    var folder = Files.createTempDirectory("penstock-bench");
    try (var events = Events.start(folder)) {
      new CommitCost(events).run(rows);
    } finally {
      DirectoryTree.delete(folder);
    }
  }

  private void run(int rows) throws Exception {
    long start = System.nanoTime();
    events.add(rows);
    events.run();
    var part = events.part();
    for (int round = -WARM_UPS; round < ROUNDS && within(start, round); round++) {
      var alone = events.counted(() -> events.copyAlone(part));
      events.add(rows);
      List<Stage> made = new ArrayList<>();
      var some = events.counted(() -> made.addAll(events.run()));
      var none = events.counted(events::run);
      if (round >= 0) {
        plain.add(alone);
        loaded.add(some);
        empty.add(none);
        made.forEach(stage ->
            stages.computeIfAbsent(stage.stage(), s -> new ArrayList<>()).add(stage.busyMillis()));
      }
    }
    print(rows, Files.size(part));
  }

  private static boolean within(long start, int round) {
    return round < 3 || System.nanoTime() - start < LONGEST.toNanos();
  }

  private void print(int rows, long bytes) {
    System.out.printf(
        Locale.ROOT,
        "%,d rows, %,d bytes; %d cores, medians of %d rounds after %d warm-ups%n",
        rows,
        bytes,
        Runtime.getRuntime().availableProcessors(),
        plain.size(),
        WARM_UPS);
    System.out.println(Cost.HEAD);
    System.out.println(Cost.median(plain).line("PUT and COPY alone"));
    System.out.println(Cost.median(loaded).line("a run with rows"));
    System.out.println(Cost.median(empty).line("a run without rows"));
    var busy = new ArrayList<String>();
    stages.forEach((stage, millis) -> busy.add(stage + " " + Cost.middle(millis)));
    System.out.println("stages of a run with rows, ms: " + String.join(", ", busy));
  }
}
