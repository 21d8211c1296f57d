package dev.penstock.runner.spi;

import org.jspecify.annotations.Nullable;

/**
 * Something outside failed for now: a retry may help, and nothing has been cleaned up that it
 * needs.
 */
public final class TransientException extends PenstockException {
  public TransientException(Reason reason, String message, String nextStep) {
    this(reason, message, nextStep, null);
  }

  public TransientException(
      Reason reason, String message, String nextStep, @Nullable Throwable cause) {
    super(Reason.Kind.TRANSIENT, reason, message, nextStep, cause);
  }
}
