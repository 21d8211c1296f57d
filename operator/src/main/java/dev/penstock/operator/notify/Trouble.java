package dev.penstock.operator.notify;

import java.time.Instant;
import java.util.Objects;

/**
 * Something that is wrong with a pipeline now.
 *
 * @param reason in CamelCase
 * @param sentence what people read of it, with what to do; never a row's value
 * @param since when it began
 */
record Trouble(String reason, String sentence, Instant since) {
  /** The reason of what is wrong while nothing tells why. */
  static final String UNEXPLAINED = "Failed";

  Trouble {
    Objects.requireNonNull(reason);
    Objects.requireNonNull(sentence);
    Objects.requireNonNull(since);
  }

  /** {@return whether it says more than that something is wrong} */
  boolean isExplained() {
    return !UNEXPLAINED.equals(reason);
  }
}
