package dev.penstock.runner.target.redshift;

import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats what a warehouse could not do for now. Between tries it waits a random time up to a bound
 * that doubles, so that those who met once do not meet again, and holds nothing meanwhile.
 */
final class Patience {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** Of a warehouse that is not busy but gone; after that the Job's backoff repeats the attempt. */
  private static final int TRIES = 4;

  private final LongSupplier nanos;
  private final RandomGenerator random;
  private final Rest rest;
  private final long until;

  /** Waits; ends early, by throwing, when the work is cancelled. */
  @FunctionalInterface
  interface Rest {
    void of(Duration time);
  }

  /**
   * @param nanos a clock that only goes forward
   * @param longest from now on: how long a busy warehouse is waited for
   */
  Patience(LongSupplier nanos, RandomGenerator random, Rest rest, Duration longest) {
    this.nanos = nanos;
    this.random = random;
    this.rest = rest;
    this.until = nanos.getAsLong() + longest.toNanos();
  }

  /**
   * Does what may be done twice: until the run's deadline while the warehouse is busy, a few times
   * when it fails otherwise and that may pass.
   */
  <T> T repeated(String act, Supplier<T> work) {
    return tried(act, work, TRIES);
  }

  /**
   * Does what may be done again only if the warehouse itself has refused it, which it then undid.
   */
  <T> T whileBusy(String act, Supplier<T> work) {
    return tried(act, work, 1);
  }

  private <T> T tried(String act, Supplier<T> work, int tries) {
    int lost = 0;
    for (int tried = 1; ; tried++) {
      try {
        return work.get();
      } catch (TransientException e) {
        boolean busy = RedshiftErrors.busy(e);
        lost += busy ? 0 : 1;
        var pause = pause(tried);
        if (e.reason() == Reason.CANCELLED
            || lost == tries
            || nanos.getAsLong() + pause.toNanos() - until > 0) {
          throw e;
        }
        LOG.warn(
            "event=warehouse-again act={} try={} pauseMillis={} reason={} message={}",
            act,
            tried,
            pause.toMillis(),
            e.reason(),
            e.message());
        rest.of(pause);
      }
    }
  }

  private Duration pause(int tried) {
    long bound = Math.min(LONGEST.toNanos(), FIRST.toNanos() << Math.min(tried - 1, 20));
    return Duration.ofNanos(random.nextLong(bound + 1));
  }
}
