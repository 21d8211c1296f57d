package dev.penstock.operator.run;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.operator.admission.AdmissionReason;
import dev.penstock.operator.admission.Decision;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.status.RunOutcome;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Objects;

/**
 * Takes a run out of the queue for good. Its Job is marked first, in exactly the state in which it
 * was seen to wait: from then on nobody starts it, so that it never started is true whoever says it
 * and whenever. The Job goes once the status says so.
 */
final class Withdrawal {
  private final KubernetesClient client;

  Withdrawal(KubernetesClient client) {
    this.client = client;
  }

  /**
   * {@return the marked Job}
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException with code 409 when the Job has
   *     changed since it was seen: look again
   */
  Job mark(Job waiting, AdmissionReason reason) {
    var metadata = waiting.getMetadata();
    var patch =
        Map.of(
            "metadata",
            Map.of(
                "uid",
                metadata.getUid(),
                "resourceVersion",
                metadata.getResourceVersion(),
                "annotations",
                Map.of(Marks.WITHDRAWN, reason.toString())));
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(metadata.getNamespace())
        .withName(metadata.getName())
        .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(patch));
  }

  /** {@return the end of a run whose Job is marked, at that time} */
  static EtlRunStatus ended(EtlRun run, Job job, String now) {
    var annotations =
        Objects.requireNonNullElse(job.getMetadata().getAnnotations(), Map.<String, String>of());
    var why = Withdrawn.of(annotations.getOrDefault(Marks.WITHDRAWN, ""));
    var wait = new Decision.Wait(why.reason(), message(run, why));
    return ended(run, RunOutcome.queued(RunJob.identity(run, job), job, wait), why, now);
  }

  /** {@return the end of a run that had no Job yet} */
  static EtlRunStatus ended(EtlRun run, String now) {
    var why = Withdrawn.CANCELLED;
    return ended(run, withoutJob(why), why, now);
  }

  /** {@return the end of a run whose Job is gone, and had not started when it was seen last} */
  static EtlRunStatus gone(EtlRun run, String now) {
    var why =
        Boolean.TRUE.equals(run.getSpec().cancel()) ? Withdrawn.CANCELLED : Withdrawn.JOB_DELETED;
    return ended(
        run, Objects.requireNonNullElseGet(run.getStatus(), () -> withoutJob(why)), why, now);
  }

  private static EtlRunStatus ended(EtlRun run, EtlRunStatus known, Withdrawn why, String now) {
    return RunEnd.at(RunOutcome.changed(known, why.state(), why.reason(), message(run, why)), now);
  }

  private static EtlRunStatus withoutJob(Withdrawn why) {
    return RunOutcome.withoutJob(why.state(), why.reason(), "");
  }

  private static String message(EtlRun run, Withdrawn why) {
    var pipeline = String.valueOf(run.getSpec().pipeline());
    return why.message(run.getMetadata().getName(), pipeline, RunJob.name(run));
  }
}
