package dev.penstock.sandbox.cli;

/** Something that a person can set right; the message says how. */
final class NotNowException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotNowException(String message) {
    super(message);
  }

  NotNowException(String message, Throwable cause) {
    super(message, cause);
  }
}
