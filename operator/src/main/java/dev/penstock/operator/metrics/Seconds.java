package dev.penstock.operator.metrics;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Times of resources as Prometheus writes them. A scrape never fails for what a status holds. */
final class Seconds {
  private Seconds() {}

  /** {@return seconds since 1970; empty: there is no time, or none that can be read} */
  static OptionalDouble since1970(@Nullable String time) {
    if (time == null) {
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(Instant.parse(time).getEpochSecond());
    } catch (DateTimeParseException unreadable) {
      return OptionalDouble.empty();
    }
  }

  /** {@return the seconds between; empty: one of them is not known} */
  static OptionalDouble between(@Nullable String start, @Nullable String end) {
    var from = since1970(start);
    var to = since1970(end);
    return from.isEmpty() || to.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.max(0, to.getAsDouble() - from.getAsDouble()));
  }
}
