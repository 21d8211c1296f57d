package dev.penstock.operator.metrics;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.Rejects;
import dev.penstock.api.TargetResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How long runs took, how much they committed, and what they did not take as it came. */
final class RunSizes {
  static final String DURATION = "penstock.run.duration";
  static final String ROWS = "penstock.committed.rows";
  static final String BYTES = "penstock.committed.bytes";

  /** Counter by {@code kind}, which has the four values below. */
  static final String REJECTS = "penstock.rejects";

  private static final Duration[] BUCKETS =
      Stream.of("10s", "30s", "1m", "2m", "5m", "10m", "20m", "30m", "1h", "2h", "4h", "8h", "24h")
          .map(text -> Duration.parse("PT" + text))
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Counter rows;
  private final Counter bytes;

  /**
   * Shows zeros from the start, so that the first run is an increase.
   *
   * @param results that runs end with
   */
  RunSizes(MeterRegistry registry, Collection<String> results) {
    this.registry = registry;
    this.rows = registry.counter(ROWS);
    this.bytes = registry.counter(BYTES);
    results.forEach(this::timer);
    rejects(new Rejects(0L, 0L, 0L, 0L));
  }

  /** Measures a run that has ended; one that never started has no duration. */
  void add(String result, EtlRunStatus status) {
    Seconds.between(status.startTime(), status.completionTime())
        .ifPresent(took -> timer(result).record(Duration.ofSeconds((long) took)));
    if (status.rejects() != null) {
      rejects(status.rejects());
    }
    if (status.commit() != null) {
      rows.increment(Objects.requireNonNullElse(status.rows(), 0L));
      var targets = Objects.requireNonNullElse(status.targets(), List.<TargetResult>of());
      targets.forEach(target -> bytes.increment(Objects.requireNonNullElse(target.bytes(), 0L)));
    }
  }

  private void rejects(Rejects counted) {
    rejects("refused", counted.refused());
    rejects("truncated", counted.truncated());
    rejects("setNull", counted.setNull());
    rejects("replaced", counted.replaced());
  }

  private void rejects(String kind, @Nullable Long count) {
    registry.counter(REJECTS, "kind", kind).increment(Objects.requireNonNullElse(count, 0L));
  }

  private Timer timer(String result) {
    return Timer.builder(DURATION)
        .description("How long runs took from their start to their end")
        .tag("result", result)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }
}
