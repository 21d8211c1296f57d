package dev.penstock.operator.slot;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why a slot has no run, why nobody can say what became of it, or why its run came late, as far as
 * the run itself does not say so. Once shown, a name stays.
 */
public enum SlotReason {
  SUSPENDED("Suspended", "the pipeline was suspended"),
  PREVIOUS_ACTIVE("PreviousActive", "the run before was still active"),
  OPERATOR_AWAY("OperatorAway", "no operator was at work to start a run"),
  DEADLINE_MISSED(
      "DeadlineMissed", "Kubernetes made no Job before startingDeadlineSeconds were over"),
  OVERTAKEN("Overtaken", "Kubernetes made no Job before the next time came"),
  SCHEDULE_CHANGED("ScheduleChanged", "the schedule changed before Kubernetes made a Job"),
  JOB_GONE("JobGone", "Kubernetes made a Job that was gone before anyone saw what it did"),
  NOT_WATCHED("NotWatched", "no operator was at work, and no Job of that time is left"),
  EDITED_BY_HAND("EditedByHand", "the CronJob was changed by hand, nobody knows when"),
  RECORD_GONE("RecordGone", "the record of its run is gone, and its end was not seen"),
  MADE_LATE("MadeLate", "Kubernetes made its Job late"),
  STARTED_LATE("StartedLate", "its Job was made in time and waited");

  private final String shown;
  private final String meaning;

  SlotReason(String shown, String meaning) {
    this.shown = shown;
    this.meaning = meaning;
  }

  /** {@return what happened, as part of a sentence} */
  public String meaning() {
    return meaning;
  }

  /** {@return what that name means; empty: it is one of a run, or of another release} */
  public static Optional<String> meaning(String shown) {
    return Arrays.stream(values())
        .filter(reason -> reason.shown.equals(shown))
        .map(SlotReason::meaning)
        .findFirst();
  }

  @Override
  public String toString() {
    return shown;
  }
}
