package dev.penstock.sandbox.kubernetes.processnode;

import dev.penstock.sandbox.kubernetes.processnode.ContainerState.Ended;
import java.time.Duration;

/** When a container that has ended runs again, as a kubelet does it. */
final class BackOff {
  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int DOUBLED_AT_MOST = 5;

  private BackOff() {}

  /** Whether there is another start. */
  static boolean again(String restartPolicy, int exitCode) {
    return switch (restartPolicy) {
      case "Always" -> true;
      case "OnFailure" -> exitCode != 0;
      default -> false;
    };
  }

  /**
   * How long the next start waits: not at all at first, then twice as long each time.
   *
   * @param quickEnds how many ends there were in a row, each soon after its start
   */
  static Duration before(int quickEnds) {
    if (quickEnds < 2) {
      return Duration.ZERO;
    }
    var pause = FIRST.multipliedBy(1L << Math.min(quickEnds - 2, DOUBLED_AT_MOST));
    return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
  }

  /** Whether it ran so short that the next start should wait longer. */
  static boolean quick(Ended ended) {
    return Duration.between(ended.started(), ended.finished()).compareTo(LONGEST.multipliedBy(2))
        < 0;
  }
}
