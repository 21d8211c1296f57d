package dev.penstock.runner.spi;

import org.jspecify.annotations.Nullable;

/**
 * Why a run can not go on. Four classes, because there are four reactions: tell the author, tell
 * the data's owner, try again, repair us.
 *
 * <p>The message is one sentence without its full stop, it names the object; {@link #nextStep} is
 * one that says what to do. Neither ever holds a secret or a row's value.
 */
public abstract sealed class PenstockException extends RuntimeException
    permits ConfigurationException, DataException, TransientException, InternalException {
  private final Reason reason;
  private final String nextStep;

  PenstockException(
      Reason.Kind kind, Reason reason, String message, String nextStep, @Nullable Throwable cause) {
    super(message, cause);
    if (reason.kind() != kind) {
      throw new IllegalArgumentException(
          "%s is a matter of %s, not of %s: %s".formatted(reason, reason.kind(), kind, message));
    }
    this.reason = reason;
    this.nextStep = nextStep;
  }

  /** {@return why, in one word} */
  public final Reason reason() {
    return reason;
  }

  /** {@return one sentence: what happened to which object} */
  public final String message() {
    return String.valueOf(getMessage());
  }

  /** {@return one sentence: what to do} */
  public final String nextStep() {
    return nextStep;
  }

  /** {@return reason, message and next step on one line} */
  public final String line() {
    return reason + ": " + message() + ". " + nextStep + ".";
  }
}
