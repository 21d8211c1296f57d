package dev.penstock.runner.spi;

import org.jspecify.annotations.Nullable;

/** The data was refused: its owner has to act, a retry can not help. */
public final class DataException extends PenstockException {
  public DataException(Reason reason, String message, String nextStep) {
    this(reason, message, nextStep, null);
  }

  public DataException(Reason reason, String message, String nextStep, @Nullable Throwable cause) {
    super(Reason.Kind.DATA, reason, message, nextStep, cause);
  }
}
