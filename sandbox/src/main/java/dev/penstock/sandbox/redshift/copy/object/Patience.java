package dev.penstock.sandbox.redshift.copy.object;

import java.time.Duration;

/**
 * How long COPY asks S3 again. Redshift does so for a quarter of an hour and more; here the time is
 * scaled.
 *
 * @param limit since the last byte that came
 * @param pause before the second try; it doubles with each further one, up to sixteenfold
 */
public record Patience(Duration limit, Duration pause) {
  private static final int STEPS = 4;

  public Patience {
    if (limit.isNegative() || !pause.isPositive()) {
      throw new IllegalArgumentException("%s, %s".formatted(limit, pause));
    }
  }

  /** A quarter of an hour in ten seconds. */
  public static Patience scaled() {
    return new Patience(Duration.ofSeconds(10), Duration.ofMillis(50));
  }

  Duration pauseAfter(int tries) {
    return pause.multipliedBy(1L << Math.min(tries - 1, STEPS));
  }
}
