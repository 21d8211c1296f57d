package dev.penstock.operator.run;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.operator.admission.AdmissionReason;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.status.Report;
import dev.penstock.operator.status.RunOutcome;
import dev.penstock.operator.status.StoppedOutcome;
import java.util.function.Supplier;

/** What is said of a run whose Job someone has deleted. */
final class GoneJob {
  private GoneJob() {}

  /**
   * {@return the status of the run} Unless its last one proves that it never started, it may have
   * done anything, and the log says what.
   *
   * @param log asked then
   * @param now RFC 3339
   */
  static EtlRunStatus status(EtlRun run, Supplier<Report> log, String now) {
    var before = run.getStatus();
    if (before == null || neverAdmitted(before)) {
      return Withdrawal.gone(run, now);
    }
    var report = log.get();
    var status =
        StoppedOutcome.stopping(before)
            ? StoppedOutcome.gone(run.getMetadata().getName(), before, report)
            : RunOutcome.gone(before, RunJob.name(run), report);
    return report instanceof Report.Pending ? status : RunEnd.at(status, now);
  }

  /** {@link Queueing} says that it admits before it does. */
  private static boolean neverAdmitted(EtlRunStatus before) {
    return before.state() == RunState.QUEUED
        && !AdmissionReason.ADMITTING.toString().equals(before.reason());
  }
}
