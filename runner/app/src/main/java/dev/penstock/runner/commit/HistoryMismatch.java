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

  /** {@return the way out that always replaces everything, and another one} */
  public static String refreshOr(String other) {
    return "Run it once with fullRefresh, which reads everything and replaces what is there, or "
        + other;
  }

  /** {@return the ways out of rows that were there before the log} */
  public static String refreshOrAdopt() {
    return refreshOr(
        "with adopt, which keeps what is there and goes on from a watermark, if nothing is"
            + " committed yet");
  }

  /** {@return the ways out of rows that a history which has begun does not know} */
  public static String refreshOrEmpty() {
    return refreshOr("give the target an empty table");
  }

  /** {@return the ways out of a warehouse that has lost what the log knows} */
  public static String refreshOrFill() {
    return refreshOr(
        "write backfill: FromLog on the target, which fills an empty table from the log");
  }
}
