package dev.penstock.operator.run;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
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
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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
    var reason = reason(job);
    var known = RunOutcome.queued(RunJob.identity(run, job), job, new Decision.Wait(reason, ""));
    return RunEnd.at(
        RunOutcome.changed(known, state(reason), reason.toString(), message(run, reason)), now);
  }

  /** {@return the end of a run that had no Job yet} */
  static EtlRunStatus ended(EtlRun run, String now) {
    var reason = AdmissionReason.CANCELLED;
    return RunEnd.at(
        RunOutcome.withoutJob(state(reason), reason.toString(), message(run, reason)), now);
  }

  /** {@return the end of a run whose Job is gone, and had not started when it was seen last} */
  static EtlRunStatus gone(EtlRun run, Optional<EtlRunStatus> known, String now) {
    var reason =
        Boolean.TRUE.equals(run.getSpec().cancel())
            ? AdmissionReason.CANCELLED
            : AdmissionReason.JOB_DELETED;
    var message = message(run, reason);
    var status =
        known
            .map(before -> RunOutcome.changed(before, state(reason), reason.toString(), message))
            .orElseGet(() -> RunOutcome.withoutJob(state(reason), reason.toString(), message));
    return RunEnd.at(status, now);
  }

  /** A Job that is being deleted before it has started has no mark: a person did that. */
  private static AdmissionReason reason(Job job) {
    var annotations =
        Objects.requireNonNullElse(job.getMetadata().getAnnotations(), Map.<String, String>of());
    var mark = annotations.getOrDefault(Marks.WITHDRAWN, "");
    return Arrays.stream(AdmissionReason.values())
        .filter(reason -> reason.toString().equals(mark))
        .findFirst()
        .orElse(AdmissionReason.JOB_DELETED);
  }

  private static RunState state(AdmissionReason reason) {
    return switch (reason) {
      case PIPELINE_GONE, NEWER_SLOT, SPEC_CHANGED -> RunState.SUPERSEDED;
      default -> RunState.CANCELLED;
    };
  }

  private static String message(EtlRun run, AdmissionReason reason) {
    var name = run.getMetadata().getName();
    var pipeline = run.getSpec().pipeline();
    return switch (reason) {
      case PIPELINE_GONE ->
          "Pipeline %s was deleted, or deleted and made again, while run %s waited, so it never started. Create another EtlRun when it is wanted."
              .formatted(pipeline, name);
      case NEWER_SLOT ->
          "A newer scheduled run of pipeline %s covers run %s, which never started. Nothing is to be done."
              .formatted(pipeline, name);
      case SPEC_CHANGED ->
          "The spec of pipeline %s changed again before run %s of it had started. The run of the newer spec follows by itself."
              .formatted(pipeline, name);
      case JOB_DELETED ->
          "Job %s was deleted while run %s waited, so it never started. Create another EtlRun when it is wanted."
              .formatted(RunJob.name(run), name);
      default ->
          "Run %s was cancelled before it had started. Create another EtlRun when it is wanted."
              .formatted(name);
    };
  }
}
