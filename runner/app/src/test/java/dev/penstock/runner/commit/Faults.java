package dev.penstock.runner.commit;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** The fate of one simulated process: every effect on the world passes through here. */
class Faults {
  /** The process is gone; whatever its code still tries has no effect. */
  static final class Crash extends Error {
    Crash() {
      super("crashed", null, false, false);
    }
  }

  enum When {
    BEFORE,
    AFTER
  }

  private final int at;
  private final When when;
  private int seen;
  private boolean dead;

  private Faults(int at, When when) {
    this.at = at;
    this.when = when;
  }

  static Faults none() {
    return new Faults(-1, When.BEFORE);
  }

  static Faults crash(int at, When when) {
    return new Faults(at, when);
  }

  /** {@return how many effects there were} */
  int seen() {
    return seen;
  }

  boolean crashed() {
    return dead;
  }

  <T> T effect(Supplier<T> effect) {
    if (dead) {
      throw new Crash();
    }
    boolean hit = seen++ == at;
    if (hit && when == When.BEFORE) {
      dead = true;
      throw new Crash();
    }
    T result = effect.get();
    if (hit) {
      dead = true;
      throw new Crash();
    }
    return result;
  }

  /** A process that stops for a while before one effect, as a node that hangs does. */
  static final class Pause extends Faults {
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch resume = new CountDownLatch(1);
    private final int at;
    private int seen;

    Pause(int at) {
      super(-1, When.BEFORE);
      this.at = at;
    }

    @Override
    <T> T effect(Supplier<T> effect) {
      if (seen++ == at) {
        reached.countDown();
        try {
          resume.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      return super.effect(effect);
    }
  }
}
