package dev.penstock.operator.run;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.operator.admission.AdmissionReason;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.status.Report;
import dev.penstock.operator.status.StoppedOutcome;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the last status of a run still proves when someone has deleted its Job. */
final class GoneJob {
  private GoneJob() {}

  /**
   * {@return the status of the run; empty: it may have done anything}
   *
   * @param report asked of a run that was to stop
   * @param now RFC 3339
   */
  static Optional<EtlRunStatus> ended(EtlRun run, Supplier<Report> report, String now) {
    var before = run.getStatus();
    if (neverAdmitted(before)) {
      return Optional.of(Withdrawal.gone(run, now));
    }
    if (before == null || !StoppedOutcome.stopping(before)) {
      return Optional.empty();
    }
    var found = report.get();
    var status = StoppedOutcome.gone(run.getMetadata().getName(), before, found);
    return Optional.of(found instanceof Report.Pending ? status : RunEnd.at(status, now));
  }

  /** {@link Queueing} says that it admits before it does. */
  private static boolean neverAdmitted(@Nullable EtlRunStatus before) {
    return before == null
        || (before.state() == RunState.QUEUED
            && !AdmissionReason.ADMITTING.toString().equals(before.reason()));
  }
}
