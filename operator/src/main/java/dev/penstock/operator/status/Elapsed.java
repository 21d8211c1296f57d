package dev.penstock.operator.status;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Durations in Go style, to the second: {@code 1m12s}. */
public final class Elapsed {
  private Elapsed() {}

  /** {@return the time between; null: one of them is not known} */
  public static @Nullable String between(@Nullable String start, @Nullable String end) {
    if (start == null || end == null) {
      return null;
    }
    var time = Duration.between(Instant.parse(start), Instant.parse(end));
    return text(time.isNegative() ? Duration.ZERO : time);
  }

  static String text(Duration time) {
    var text = new StringBuilder();
    if (time.toHours() > 0) {
      text.append(time.toHours()).append('h');
    }
    if (time.toMinutes() > 0) {
      text.append(time.toMinutesPart()).append('m');
    }
    return text.append(time.toSecondsPart()).append('s').toString();
  }
}
