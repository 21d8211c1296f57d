package dev.penstock.sandbox.kubernetes.process;

import java.io.IOException;
import java.time.Duration;

/** Waits for something outside this JVM that can only be asked. */
public final class Waiting {
  private static final Duration BETWEEN = Duration.ofMillis(40);

  private Waiting() {}

  /** Something that is so or not yet. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /** Whether the condition held before the time was over. */
  public static boolean until(Duration limit, Condition condition)
      throws IOException, InterruptedException {
    var end = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() >= end) {
        return false;
      }
      Thread.sleep(BETWEEN);
    }
    return true;
  }
}
