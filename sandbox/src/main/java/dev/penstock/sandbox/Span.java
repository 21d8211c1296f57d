package dev.penstock.sandbox;

import java.time.Duration;
import java.util.Locale;

/** A time as people read it: {@code 4.2 s}, and from a minute on {@code 3m01s}. */
public record Span(Duration time) {
  /** From a reading of {@link System#nanoTime} until now. */
  public static Span since(long nanoTime) {
    return new Span(Duration.ofNanos(System.nanoTime() - nanoTime));
  }

  @Override
  public String toString() {
    return time.compareTo(Duration.ofMinutes(1)) < 0
        ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0)
        : String.format(Locale.ROOT, "%dm%02ds", time.toMinutes(), time.toSecondsPart());
  }
}
