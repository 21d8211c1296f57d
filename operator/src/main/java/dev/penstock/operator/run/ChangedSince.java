package dev.penstock.operator.run;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.status.RunOutcome;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A run that was made for one spec is not needed once the pipeline has another. */
final class ChangedSince {
  private ChangedSince() {}

  /** {@return the status of a run that the change after its own has made obsolete} */
  static Optional<EtlRunStatus> made(EtlRun run, CronJob cronJob) {
    var asked = annotations(run).get(Marks.SPEC_HASH);
    var template = cronJob.getSpec().getJobTemplate().getMetadata().getAnnotations();
    var current = template == null ? null : template.get(Marks.SPEC_HASH);
    return asked == null || asked.equals(current)
        ? Optional.empty()
        : Optional.of(
            RunOutcome.withoutJob(
                RunState.SUPERSEDED,
                "SpecChanged",
                "Pipeline %s has another spec by now, which has a run of its own. Nothing is to be done."
                    .formatted(run.getSpec().pipeline())));
  }

  private static Map<String, String> annotations(HasMetadata resource) {
    return Objects.requireNonNullElse(
        resource.getMetadata().getAnnotations(), Map.<String, String>of());
  }
}
