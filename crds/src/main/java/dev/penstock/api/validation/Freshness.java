package dev.penstock.api.validation;

import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.validation.Finding.Reason;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How old the newest success of a pipeline may be. */
public final class Freshness {
  private static final Duration LEAST = Duration.ofMinutes(1);
  private static final Duration MOST = Duration.ofHours(8784);

  private Freshness() {}

  /** {@return what the spec asks for; empty when it asks for nothing or for no such duration} */
  public static Optional<Duration> of(@Nullable EtlPipelineSpec spec) {
    return Optional.ofNullable(spec)
        .flatMap(written -> Optional.ofNullable(written.freshness()))
        .flatMap(Freshness::parse);
  }

  static void check(Place place, @Nullable String value) {
    if (value == null) {
      return;
    }
    var text = place.required(value, "freshness", 32);
    if (!text.isEmpty() && parse(text).isEmpty()) {
      place.refuse(
          Reason.INVALID,
          "has the freshness %s, which is not valid".formatted(Shown.of(text)),
          "Write a duration from 1m to 8784h, as 3h or 1h30m");
    }
  }

  private static Optional<Duration> parse(String text) {
    return GoDuration.parse(text)
        .filter(age -> age.compareTo(LEAST) >= 0)
        .filter(age -> age.compareTo(MOST) <= 0);
  }
}
