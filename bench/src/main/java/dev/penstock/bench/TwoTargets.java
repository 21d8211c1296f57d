package dev.penstock.bench;

import dev.penstock.api.model.Pipeline;
import dev.penstock.sandbox.DirectoryTree;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a second target costs: the same rows into a bucket alone, into a warehouse alone, and into
 * both by one run, in turns. Given a pause, each piece of a part waits that long on its way to the
 * store, and each COPY three times as long at the warehouse, as if both were far away.
 */
public final class TwoTargets {
  private static final int WARM_UPS = 1;
  private static final int ROUNDS = 5;

  private TwoTargets() {}

  /**
   * Runs it.
   *
   * @param args rows; then perhaps the pause in milliseconds
   */
  public static void main(String[] args) throws Exception {
    int rows = Integer.parseInt(args[0]);
    var folder = Files.createTempDirectory("penstock-bench");
    try (var events = Events.start(folder)) {
      events.add(rows);
      if (args.length > 1) {
        var pause = Duration.ofMillis(Long.parseLong(args[1]));
        events.slowStore(pause);
        events.slowWarehouse(pause.multipliedBy(3));
      }
      print(rows, measured(events));
    } finally {
      DirectoryTree.delete(folder);
    }
  }

  /** One way and what its runs took. */
  private record Timed(Pipeline pipeline, List<Long> millis) {
    long middle() {
      return Cost.middle(millis);
    }
  }

  private static List<Timed> measured(Events events) throws Exception {
    List<Timed> ways = new ArrayList<>();
    for (var side : Events.Side.values()) {
      ways.add(new Timed(events.snapshot(side), new ArrayList<>()));
    }
    for (int round = -WARM_UPS; round < ROUNDS; round++) {
      for (var way : ways) {
        var cost = events.counted(() -> events.run(way.pipeline()));
        if (round >= 0) {
          way.millis().add(cost.millis());
        }
      }
    }
    return ways;
  }

  private static void print(int rows, List<Timed> ways) {
    long bucket = ways.get(Events.Side.BUCKET.ordinal()).middle();
    long warehouse = ways.get(Events.Side.WAREHOUSE.ordinal()).middle();
    long both = ways.get(Events.Side.BOTH.ordinal()).middle();
    System.out.printf(
        Locale.ROOT,
        "%,d rows, ms, medians of %d: bucket %,d, warehouse %,d, both %,d; both by the slower %.2f%n",
        rows,
        ROUNDS,
        bucket,
        warehouse,
        both,
        (double) both / Math.max(bucket, warehouse));
  }
}
