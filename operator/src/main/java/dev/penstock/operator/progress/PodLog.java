package dev.penstock.operator.progress;

import java.util.Optional;

/**
 * What the runner of a Job has written last. Called by several threads at once, which may block.
 */
interface PodLog {
  /**
   * {@return the end of the log of the newest pod's runner; empty when it does not run}
   *
   * @throws RuntimeException when it can not be read now
   */
  Optional<String> tail(String namespace, String job);
}
