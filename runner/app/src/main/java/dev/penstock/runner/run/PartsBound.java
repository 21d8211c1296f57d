package dev.penstock.runner.run;

import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Ends a run whose partitions make so many small parts that store, log and readers would suffer:
 * decision record 0061. What is few or large enough is never refused. Used by one thread.
 */
final class PartsBound {
  /** Twice what the first load of 60 GB by month makes, a part per month and wave. */
  static final long MOST = 50_000;

  static final long SMALL = 1L << 20;

  private final Map<String, Made> made = new LinkedHashMap<>();

  private record Made(long parts, long bytes) {
    Made plus(Made more) {
      return new Made(parts + more.parts, bytes + more.bytes);
    }
  }

  /**
   * Counts what one statement has sealed.
   *
   * @param partitions by which the parts of the target lie in directories; without any its parts
   *     are as large as parts can be
   * @throws ConfigurationException when the target has too many small parts by now
   */
  void add(String target, List<String> partitions, long parts, long bytes) {
    if (partitions.isEmpty()) {
      return;
    }
    var all = made.merge(target, new Made(parts, bytes), Made::plus);
    if (all.parts() > MOST && all.bytes() / all.parts() < SMALL) {
      throw new ConfigurationException(
          Reason.INVALID_SPEC,
          String.format(
              Locale.ROOT,
              "Target %s has made %,d parts of on average %,d KB so far, by the values of %s; %,d so"
                  + " small ones are the most in one run",
              target,
              all.parts(),
              all.bytes() / all.parts() / 1000,
              String.join(", ", partitions),
              MOST),
          "Let target %s partition by something coarser, as months instead of days"
              .formatted(target));
    }
  }
}
