package dev.penstock.operator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that reconcile, and whether they get on. The framework shuts them down. */
final class ReconcileThreads {
  private final Clock clock;
  private final ThreadPoolExecutor pool;
  private Progress last;

  private record Progress(long completed, Instant seen) {}

  ReconcileThreads(int count, Clock clock) {
    this.clock = clock;
    this.pool =
        new ThreadPoolExecutor(count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    this.last = new Progress(0, clock.instant());
  }

  ExecutorService pool() {
    return pool;
  }

  boolean alive() {
    return !pool.isShutdown();
  }

  /** {@return for how long none has ended while others waited, as far as was looked} */
  synchronized Optional<Duration> stuck() {
    long completed = pool.getCompletedTaskCount();
    if (pool.getQueue().isEmpty() || completed != last.completed()) {
      last = new Progress(completed, clock.instant());
      return Optional.empty();
    }
    return Optional.of(Duration.between(last.seen(), clock.instant()));
  }
}
