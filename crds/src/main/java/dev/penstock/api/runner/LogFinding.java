package dev.penstock.api.runner;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code penstock log --report} finds of a run in the commit log: the reason of its {@link
 * TerminationMessage}. Any other reason says why the log could not be read.
 */
public enum LogFinding {
  /** The run has an entry, and every side shows it. */
  COMMITTED("Committed"),
  /** The run has an entry; a side does not show it yet, or did not answer. */
  NOT_PUBLISHED("NotPublished"),
  /** The log has no entry of the run. */
  NOTHING_COMMITTED("NothingCommitted");

  private final String reason;

  LogFinding(String reason) {
    this.reason = reason;
  }

  /** {@return the finding behind a reason; empty: it is none} */
  public static Optional<LogFinding> of(@Nullable String reason) {
    return Arrays.stream(values()).filter(finding -> finding.reason.equals(reason)).findFirst();
  }

  @Override
  public String toString() {
    return reason;
  }
}
