package dev.penstock.runner.commit;

import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;

/** What log, ledgers and parts say does not fit together: stop rather than guess. */
public final class HistoryMismatch {
  private HistoryMismatch() {}

  /**
   * {@return the refusal; nothing was written}
   *
   * @param message one sentence that names the object
   */
  public static ConfigurationException mismatch(String message) {
    return mismatch(
        message,
        "Restore what is missing, or give the pipeline an empty target and an empty store prefix");
  }

  /**
   * {@return the refusal; nothing was written}
   *
   * @param message one sentence that names the object
   * @param nextStep one sentence that says what to do
   */
  public static ConfigurationException mismatch(String message, String nextStep) {
    return new ConfigurationException(Reason.HISTORY_MISMATCH, message, nextStep);
  }
}
