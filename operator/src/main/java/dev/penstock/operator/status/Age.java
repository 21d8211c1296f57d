package dev.penstock.operator.status;

import dev.penstock.api.validation.Freshness;
import dev.penstock.operator.resource.EtlPipeline;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long what a pipeline has loaded counts as fresh.
 *
 * @param since the end of the newest success over no window, else when the pipeline was made
 * @param until the first moment that is too late
 */
record Age(Instant since, Instant until) {

  /**
   * {@return empty without {@code freshness}}
   *
   * @param success the end of the newest one over no window
   */
  static Optional<Age> of(EtlPipeline pipeline, Optional<String> success) {
    return Freshness.of(pipeline.getSpec())
        .flatMap(limit ->
            success
                .flatMap(Age::instant)
                .or(() -> instant(pipeline.getMetadata().getCreationTimestamp()))
                .map(since -> new Age(since, since.plus(limit))));
  }

  boolean isStale(Instant now) {
    return !now.isBefore(until);
  }

  private static Optional<Instant> instant(@Nullable String time) {
    try {
      return Optional.ofNullable(time).map(Instant::parse);
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }
}
