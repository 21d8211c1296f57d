package dev.penstock.runner.spi;

import org.jspecify.annotations.Nullable;

/** A bug of ours. */
public final class InternalException extends PenstockException {
  public InternalException(Reason reason, String message, String nextStep) {
    this(reason, message, nextStep, null);
  }

  public InternalException(
      Reason reason, String message, String nextStep, @Nullable Throwable cause) {
    super(Reason.Kind.INTERNAL, reason, message, nextStep, cause);
  }
}
