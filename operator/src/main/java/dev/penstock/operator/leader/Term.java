package dev.penstock.operator.leader;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The time for which this process may act: from its first renewal of the lease until the deadline
 * after the last one. It is over once and for all. Threads may share it.
 */
public final class Term {
  private final long nanos;
  private final LongSupplier ticker;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong renewed = new AtomicLong();

  /**
   * @param deadline how long a renewal counts
   * @param ticker as {@link System#nanoTime}, which no one can set back
   */
  public Term(Duration deadline, LongSupplier ticker) {
    this.nanos = deadline.toNanos();
    this.ticker = ticker;
  }

  /** {@return the term of a process that is alone, which has no end} */
  public static Term endless() {
    var term = new Term(Duration.ofNanos(Long.MAX_VALUE), () -> 0);
    term.renew(0);
    return term;
  }

  /** {@return now, to be noted before a renewal is sent: it counts from then} */
  long now() {
    return ticker.getAsLong();
  }

  void renew(long sent) {
    renewed.set(sent);
    begun.set(true);
  }

  /** {@return whether this call ended it} */
  boolean end() {
    return !over.getAndSet(true);
  }

  /** {@return whether this process may act now} */
  public boolean runs() {
    return begun.get() && !over.get() && now() - renewed.get() < nanos;
  }

  /** {@return whether this process has acted and may never act again} */
  public boolean isOver() {
    return over.get() || (begun.get() && !runs());
  }
}
