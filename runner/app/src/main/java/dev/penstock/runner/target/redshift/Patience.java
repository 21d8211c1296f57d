package dev.penstock.runner.target.redshift;

import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
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

  private static final double NANOS_PER_SECOND = 1e9;

  private final LongSupplier nanos;
  private final RandomGenerator random;
  private final Rest rest;
  private final Duration longest;
  private final long until;

  /** Waits; ends early, by throwing, when the work is cancelled. */
  @FunctionalInterface
  interface Rest {
    void of(Duration time);
  }

  /**
   * @param nanos a clock that only goes forward
   * @param longest from now on: how long a busy warehouse is waited for; zero: not at all
   */
  Patience(LongSupplier nanos, RandomGenerator random, Rest rest, Duration longest) {
    this.nanos = nanos;
    this.random = random;
    this.rest = rest;
    this.longest = longest;
    this.until = nanos.getAsLong() + longest.toNanos();
  }

  /**
   * Does what may be done twice: until the run's deadline while the warehouse is busy, a few times
   * when it fails otherwise and that may pass.
   */
  <T> T repeated(String act, Supplier<T> work) {
    return tried(act, work, RedshiftErrors::busy);
  }

  /**
   * Does what may be done twice and would cost a new extraction if it failed: a warehouse that can
   * not be reached any more, as one that is paused, is waited for like a busy one.
   */
  <T> T held(String act, Supplier<T> work) {
    return tried(act, work, e -> RedshiftErrors.busy(e) || e.reason() == Reason.CONNECTION_FAILED);
  }

  /** {@return how long a statement may take from now on, at least 1; 0: as long as it likes} */
  int seconds() {
    if (longest.isZero()) {
      return 0;
    }
    double left = Math.ceil((until - nanos.getAsLong()) / NANOS_PER_SECOND);
    return (int) Math.clamp(left, 1, Integer.MAX_VALUE);
  }

  private <T> T tried(String act, Supplier<T> work, Predicate<TransientException> busy) {
    int lost = 0;
    for (int tried = 1; ; tried++) {
      try {
        return work.get();
      } catch (TransientException e) {
        lost += busy.test(e) ? 0 : 1;
        if (e.reason() == Reason.CANCELLED || lost == TRIES || longest.isZero()) {
          throw e;
        }
        var pause = pause(tried);
        if (nanos.getAsLong() + pause.toNanos() - until > 0) {
          throw over(act, tried, e);
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

  private static TransientException over(String act, int tried, TransientException last) {
    return new TransientException(
        last.reason(),
        "%s (%s, tried %d times until the run's deadline)".formatted(last.message(), act, tried),
        "The run is repeated if its Job still may; run it when the warehouse has room, or raise"
            + " spec.activeDeadlineSeconds",
        last);
  }

  private Duration pause(int tried) {
    long bound = Math.min(LONGEST.toNanos(), FIRST.toNanos() << Math.min(tried - 1, 20));
    return Duration.ofNanos(random.nextLong(bound + 1));
  }
}
