package dev.penstock.operator.run;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.operator.admission.AdmissionReason;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.status.RunOutcome;
import dev.penstock.operator.status.RunReason;
import dev.penstock.operator.status.StoppedOutcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The end of a run whose Job someone has deleted: what the last status still proves. */
final class GoneJob {
  private GoneJob() {}

  static EtlRunStatus ended(EtlRun run, String now) {
    var before = run.getStatus();
    if (neverAdmitted(before)) {
      return Withdrawal.gone(run, Optional.ofNullable(before), now);
    }
    if (StoppedOutcome.stopping(before)) {
      return RunEnd.at(StoppedOutcome.gone(run.getMetadata().getName(), before), now);
    }
    var reason = RunReason.JOB_GONE.toString();
    var message =
        "Job %s is gone before its outcome was read, so whether a commit was made is not known. Read the receipts in the store before another run."
            .formatted(RunJob.name(run));
    return RunEnd.at(RunOutcome.changed(before, RunState.UNKNOWN, reason, message), now);
  }

  /** {@link Queueing} says that it admits before it does. */
  private static boolean neverAdmitted(@Nullable EtlRunStatus before) {
    return before == null
        || (before.state() == RunState.QUEUED
            && !AdmissionReason.ADMITTING.toString().equals(before.reason()));
  }
}
