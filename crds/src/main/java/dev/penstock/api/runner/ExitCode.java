package dev.penstock.api.runner;

/**
 * How the runner's process ends (sysexits.h); 1 and 3 belong to the JVM itself and mean nothing
 * here.
 */
public enum ExitCode {
  /** Committed and published, now or by an earlier attempt. */
  DONE(0),
  /** A check or the reject budget refused the data: never retried. */
  DATA(65),
  /** A bug of ours: retried, reported. */
  INTERNAL(70),
  /** Something outside failed for now: retried by the Job's backoff. */
  TRANSIENT(75),
  /** The spec or a connection is wrong: never retried. */
  CONFIGURATION(78);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** {@return the number that the process ends with} */
  public int code() {
    return code;
  }
}
