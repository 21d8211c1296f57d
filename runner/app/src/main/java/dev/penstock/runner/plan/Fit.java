package dev.penstock.runner.plan;

import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.util.List;
import java.util.Locale;

/** Refuses, before a row is read, what memory and scratch can not hold. */
final class Fit {
  /**
   * What one node sorts or joins in a night: written to scratch and read again at some 100 MB/s it
   * takes six hours.
   */
  static final long ONE_NODE = 1_000_000_000_000L;

  private Fit() {}

  /**
   * Compares what steps hold with what there is.
   *
   * @param engine whose settings say how much may spill; without them nothing is refused
   * @throws ConfigurationException for the first step that does not fit
   */
  static void check(List<Held> held, EngineSettings engine) {
    engine.spillBytes().ifPresent(spill -> held.forEach(one -> check(one, engine, spill)));
  }

  private static void check(Held held, EngineSettings engine, long spill) {
    long bytes = held.size().bytes();
    if (bytes <= engine.memoryBytes()) {
      return;
    }
    if (engine.memoryBytes() < EngineSettings.BLOCKING) {
      throw new ConfigurationException(
          Reason.OUT_OF_MEMORY,
          "%s; the engine has %s, and spills only with %s or more"
              .formatted(sentence(held), size(engine.memoryBytes()), size(EngineSettings.BLOCKING)),
          "Raise spec.pod.resources.limits.memory");
    }
    if (bytes > spill + engine.memoryBytes()) {
      throw new ConfigurationException(
          Reason.OUT_OF_MEMORY,
          "%s; memory has room for %s of it and scratch for %s"
              .formatted(sentence(held), size(engine.memoryBytes()), size(spill)),
          (bytes > ONE_NODE
                  ? "Filter or group before it"
                  : "Raise spec.scratch.size to %dGi, or filter or group before it"
                      .formatted(Math.ceilDiv(Math.ceilDiv(bytes, 3) * 5, 1L << 30)))
              + "; above about %s on one node an engine of many nodes, as Spark, would be right"
                  .formatted(size(ONE_NODE))
              + ", which Penstock does not have yet");
    }
  }

  private static String sentence(Held held) {
    return String.format(
        Locale.ROOT,
        "Step %s %s and has to hold all of source %s, about %,d rows in %s by its statistics",
        held.step(),
        held.why(),
        held.source(),
        held.size().rows(),
        size(held.size().bytes()));
  }

  private static String size(long bytes) {
    return bytes < 1_000_000_000
        ? "%d MB".formatted(bytes / 1_000_000)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
