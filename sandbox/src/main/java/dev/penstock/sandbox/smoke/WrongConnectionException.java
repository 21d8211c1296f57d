package dev.penstock.sandbox.smoke;

/** The files don't say how to reach the account. */
public final class WrongConnectionException extends RuntimeException {
  WrongConnectionException(String message) {
    super(message);
  }

  WrongConnectionException(String message, Throwable cause) {
    super(message, cause);
  }
}
