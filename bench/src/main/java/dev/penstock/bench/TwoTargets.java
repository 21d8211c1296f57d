package dev.penstock.bench;

import dev.penstock.api.model.Pipeline;
import dev.penstock.sandbox.DirectoryTree;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

  private static Map<Events.Side, List<Long>> measured(Events events) throws Exception {
    Map<Events.Side, Pipeline> pipelines = new EnumMap<>(Events.Side.class);
    Map<Events.Side, List<Long>> millis = new EnumMap<>(Events.Side.class);
    for (var side : Events.Side.values()) {
      pipelines.put(side, events.snapshot(side));
      millis.put(side, new ArrayList<>());
    }
    for (int round = -WARM_UPS; round < ROUNDS; round++) {
      for (var side : pipelines.entrySet()) {
        var cost = events.counted(() -> events.run(side.getValue()));
        if (round >= 0) {
          millis.get(side.getKey()).add(cost.millis());
        }
      }
    }
    return millis;
  }

  private static void print(int rows, Map<Events.Side, List<Long>> millis) {
    Map<Events.Side, Long> middle = new EnumMap<>(Events.Side.class);
    millis.forEach((side, each) -> middle.put(side, Cost.middle(each)));
    long bucket = middle.get(Events.Side.BUCKET);
    long warehouse = middle.get(Events.Side.WAREHOUSE);
    long both = middle.get(Events.Side.BOTH);
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
