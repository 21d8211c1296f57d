package dev.penstock.operator.backfill;

/** How a backfill stands: rows of {@code docs/reference/reasons.md}. Once shown, a name stays. */
public enum BackfillReason {
  BACKFILLING("Backfilling", "The run of a window is under way.", "Nothing."),
  PAUSED(
      "Paused",
      "spec.pause is true: the next window waits; a run under way goes on.",
      "Set spec.pause to false."),
  BACKFILLED("Backfilled", "The runs of all windows have succeeded.", "Nothing."),
  WINDOW_NOT_DONE(
      "WindowNotDone",
      "The run of a window has ended without success, which ends the backfill; windows before it are done.",
      "Correct what that run says, then ask for another backfill from that window on."),
  BACKFILL_CANCELLED(
      "BackfillCancelled",
      "The backfill was cancelled, and with it the run that was under way; windows before it are done.",
      "Ask for another backfill from that window on, when it is wanted."),
  INVALID_BACKFILL(
      "InvalidBackfill",
      "The stretch can not be cut into windows, or into too many.",
      "Create another EtlRun, as the message says.");

  private final String shown;
  private final String meaning;
  private final String remedy;

  BackfillReason(String shown, String meaning, String remedy) {
    this.shown = shown;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** {@return what happened, in a sentence} */
  public String meaning() {
    return meaning;
  }

  /** {@return what to do, in a sentence} */
  public String remedy() {
    return remedy;
  }

  @Override
  public String toString() {
    return shown;
  }
}
