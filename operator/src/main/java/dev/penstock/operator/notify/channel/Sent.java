package dev.penstock.operator.notify.channel;

import java.time.Duration;
import java.util.Optional;

/** What became of a letter. The words never hold what a Secret holds. */
public sealed interface Sent {
  /**
   * It arrived.
   *
   * @param thread what the receiver calls it, so that others can follow; empty: it has no threads
   */
  record Delivered(Optional<String> thread) implements Sent {}

  /**
   * It did not arrive, and another try may help.
   *
   * @param after how long the receiver wants to be left alone; empty: it did not say
   */
  record Later(String why, Optional<Duration> after) implements Sent {}

  /** It will not arrive until somebody corrects something. */
  record Refused(String reason, String why) implements Sent {}
}
