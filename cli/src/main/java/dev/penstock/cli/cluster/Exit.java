package dev.penstock.cli.cluster;

/** How a verb against a cluster ends: sysexits.h, and two codes of a run that was waited for. */
public enum Exit {
  /** Done; of a run that was waited for: it succeeded. */
  DONE(0),
  /** The run that was waited for failed; a connection that was checked is not as it has to be. */
  RUN_FAILED(1),
  /** The run that was waited for was cancelled, or was obsolete before it started. */
  RUN_WITHDRAWN(2),
  /** The command line can not be understood (EX_USAGE). */
  USAGE(64),
  /** The API server refuses what was asked (EX_DATAERR). */
  REFUSED(65),
  /** What was named is not there (EX_NOINPUT). */
  NOT_FOUND(66),
  /** The cluster does not answer (EX_UNAVAILABLE). */
  UNAVAILABLE(69),
  /** A bug of ours (EX_SOFTWARE). */
  INTERNAL(70),
  /** The run that was waited for has ended, and nobody knows how (EX_TEMPFAIL). */
  NOT_KNOWN(75),
  /** The user may not do that (EX_NOPERM). */
  FORBIDDEN(77),
  /** The kubeconfig is wrong (EX_CONFIG). */
  CONFIGURATION(78);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  /** {@return the number that the process ends with} */
  public int code() {
    return code;
  }
}
