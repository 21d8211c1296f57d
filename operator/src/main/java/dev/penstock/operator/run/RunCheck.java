package dev.penstock.operator.run;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.RunTrigger;
import dev.penstock.operator.admission.AdmissionReason;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.status.RunOutcome;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is wrong with an EtlRun that was written past its schema, or by a newer release. */
final class RunCheck {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?");

  private RunCheck() {}

  /** {@return what is said of it instead of doing anything, without the time of an end} */
  static Optional<EtlRunStatus> refusal(EtlRun run) {
    var name = run.getMetadata().getName();
    var spec = run.getSpec();
    var pipeline = spec == null ? null : spec.pipeline();
    if (spec == null || pipeline == null || !NAME.matcher(pipeline).matches()) {
      return Optional.of(
          RunOutcome.withoutJob(
              RunState.FAILED,
              AdmissionReason.INVALID_RUN.toString(),
              "EtlRun %s names no pipeline that could exist in spec.pipeline. Create another EtlRun that names one."
                  .formatted(name)));
    }
    if (spec.trigger() == RunTrigger.UNKNOWN && !RunJob.recorded(run)) {
      return Optional.of(
          RunOutcome.withoutJob(
              RunState.QUEUED,
              AdmissionReason.TRIGGER_UNKNOWN.toString(),
              "EtlRun %s has a trigger that this operator does not know. Upgrade the operator, or delete the run."
                  .formatted(name)));
    }
    return Optional.empty();
  }
}
