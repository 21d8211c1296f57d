package dev.penstock.runner.report;

import java.util.Locale;
import java.util.Optional;

/** Tells the author of a partitioned target when one run has made many small parts. */
public final class SmallParts {
  /** Fewer are no burden for a reader, however small they are. */
  private static final long MANY = 100;

  private static final long SMALL = 4L << 20;

  private SmallParts() {}

  /**
   * {@return a sentence; empty where the parts are few or large enough}
   *
   * @param target whose dataset is partitioned
   * @param parts that one run has made
   * @param bytes of all of them
   */
  public static Optional<String> advice(String target, long parts, long bytes) {
    if (parts < MANY || bytes / parts >= SMALL) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "Target %s got %,d parts of on average %,d KB in one run; a coarser partitionBy, as"
                + " months instead of days, makes fewer and larger ones",
            target,
            parts,
            bytes / parts / 1000));
  }
}
