package dev.penstock.operator.settings;

import java.time.Duration;

/**
 * How connections are checked.
 *
 * @param interval after which a check that found nothing wrong is repeated, at least a minute
 * @param delay from a change of a connection to its check
 */
public record Checks(Duration interval, Duration delay) {
  /** Daily, half a minute after a change: several changes in a row are one check. */
  public static final Checks DAILY = new Checks(Duration.ofDays(1), Duration.ofSeconds(30));

  public Checks {
    if (interval.compareTo(Duration.ofMinutes(1)) < 0 || delay.isNegative()) {
      throw new IllegalArgumentException("Checks every %s after %s".formatted(interval, delay));
    }
  }
}
