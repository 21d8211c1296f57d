package dev.penstock.sandbox.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A fault that waits for its moment, until it has fired as often as it may or is disarmed. Threads
 * share it.
 *
 * @param <F> the faults of one place
 */
public final class Armed<F> implements AutoCloseable {
  private final F fault;
  private final int times;
  private final List<Firing> firings = new ArrayList<>();
  private final CountDownLatch disarmed = new CountDownLatch(1);

  public Armed(F fault, int times) {
    if (times < 1) {
      throw new IllegalArgumentException("A fault that fires %d times is none".formatted(times));
    }
    this.fault = fault;
    this.times = times;
  }

  public F fault() {
    return fault;
  }

  /** Where it has fired so far, in that order. */
  public synchronized List<Firing> firings() {
    return List.copyOf(firings);
  }

  public boolean fired() {
    return !firings().isEmpty();
  }

  /** Whether it can fire again. */
  public synchronized boolean waits() {
    return disarmed.getCount() > 0 && firings.size() < times;
  }

  /** Takes one of its times, for who then makes the fault happen; false: it is not its turn. */
  public synchronized boolean fire(Firing firing) {
    if (!waits()) {
      return false;
    }
    firings.add(firing);
    return true;
  }

  /** Keeps the calling thread for this long, or until the fault is disarmed. */
  public void hold(Duration longest) {
    try {
      disarmed.await(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** It doesn't fire any more, and who is held by it goes on. */
  public void disarm() {
    disarmed.countDown();
  }

  /** The same as {@link #disarm}. */
  @Override
  public void close() {
    disarm();
  }

  @Override
  public String toString() {
    return "Armed[%s, %d times, fired %s]".formatted(fault, times, firings());
  }
}
