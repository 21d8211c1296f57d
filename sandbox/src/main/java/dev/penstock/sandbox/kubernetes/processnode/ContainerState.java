package dev.penstock.sandbox.kubernetes.processnode;

import java.time.Instant;
import java.util.Optional;

/** What the one container of a pod is doing. */
sealed interface ContainerState {
  /** How often it was started again. */
  int restarts();

  /**
   * Not started, or between two starts.
   *
   * @param last how it ended before
   */
  record Waiting(String reason, String message, int restarts, Optional<Ended> last)
      implements ContainerState {}

  /**
   * Its process runs.
   *
   * @param ready whether the readiness probe, if there is one, has succeeded
   * @param last how it ended before
   */
  record Running(Instant started, boolean ready, int restarts, Optional<Ended> last)
      implements ContainerState {}

  /**
   * Its process has ended.
   *
   * @param message what it left at its terminationMessagePath
   */
  record Ended(int exitCode, Instant started, Instant finished, String message, int restarts)
      implements ContainerState {}
}
