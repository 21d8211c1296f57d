package dev.penstock.operator.upstream;

/** Why a pipeline that is waited for may not commit soon. */
public enum Problem {
  /** There is none of its name, or it is being deleted. */
  MISSING("Missing"),
  /** Its condition Ready is False. */
  NOT_READY("NotReady"),
  /** Its schedule is suspended. */
  SUSPENDED("Suspended"),
  /** Its last run failed. */
  FAILED("Failed"),
  /** Its log has a lower number than one that was taken; its next success tells which is newer. */
  LOG_BEHIND("LogBehind");

  private final String shown;

  Problem(String shown) {
    this.shown = shown;
  }

  @Override
  public String toString() {
    return shown;
  }
}
