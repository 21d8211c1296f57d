package dev.penstock.operator.run;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.operator.admission.JobPhase;
import dev.penstock.operator.admission.JobStanding;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.JobPods;
import dev.penstock.operator.status.Report;
import dev.penstock.operator.status.StoppedOutcome;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Stops a run that has started. The status says so first; then the Job is suspended, by which its
 * controller deletes the pod: it gets SIGTERM and its grace, and its last words stay readable until
 * the controller has counted it. Deleting the Job instead would take them away with it.
 */
final class Stopping {
  private final KubernetesClient client;

  Stopping(KubernetesClient client) {
    this.client = client;
  }

  /**
   * {@return the next status} One step for each call.
   *
   * @param report asked when no pod knows whether the run committed
   * @param now RFC 3339
   */
  EtlRunStatus follow(EtlRun run, Job job, Supplier<Report> report, String now) {
    var identity = RunJob.identity(run, job);
    var before = run.getStatus();
    if (before == null || !StoppedOutcome.stopping(before)) {
      boolean byHand = JobStanding.of(job) == JobStanding.RESUMED;
      return StoppedOutcome.begun(identity, job, JobPods.of(job, client), byHand);
    }
    var stopped = JobPhase.of(job) == JobPhase.ACTIVE ? suspend(job) : job;
    var pods = JobPods.of(job, client);
    return StoppedOutcome.ended(identity, stopped, pods, before, report, now)
        .orElseGet(() -> StoppedOutcome.waiting(before, pods));
  }

  private Job suspend(Job job) {
    var metadata = job.getMetadata();
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(metadata.getNamespace())
        .withName(metadata.getName())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            Serialization.asJson(
                Map.of(
                    "metadata", Map.of("uid", metadata.getUid()),
                    "spec", Map.of("suspend", true))));
  }
}
