package dev.penstock.operator.run;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.operator.admission.AdmissionReason;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.status.StoppedOutcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the last status of a run still proves when someone has deleted its Job. */
final class GoneJob {
  private GoneJob() {}

  /** {@return the end of the run; empty: it may have done anything} */
  static Optional<EtlRunStatus> ended(EtlRun run, String now) {
    var before = run.getStatus();
    if (neverAdmitted(before)) {
      return Optional.of(Withdrawal.gone(run, now));
    }
    return StoppedOutcome.stopping(before)
        ? Optional.of(RunEnd.at(StoppedOutcome.gone(run.getMetadata().getName(), before), now))
        : Optional.empty();
  }

  /** {@link Queueing} says that it admits before it does. */
  private static boolean neverAdmitted(@Nullable EtlRunStatus before) {
    return before == null
        || (before.state() == RunState.QUEUED
            && !AdmissionReason.ADMITTING.toString().equals(before.reason()));
  }
}
