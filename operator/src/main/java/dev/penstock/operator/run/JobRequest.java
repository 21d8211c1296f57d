package dev.penstock.operator.run;

import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.RunTrigger;
import dev.penstock.operator.admission.AdmissionReason;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.resource.Owners;
import dev.penstock.operator.status.RunOutcome;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the Job of an EtlRun that someone made. Pipeline and CronJob are read from the API server
 * and not from a cache, so that a run asked for right after a change runs the changed spec.
 */
final class JobRequest {
  private static final int CONFLICT = 409;

  private final KubernetesClient client;

  JobRequest(KubernetesClient client) {
    this.client = client;
  }

  /** What came of it. */
  sealed interface Result {
    /** The Job exists and is the run's. */
    record Made(Job job) implements Result {}

    /** Not now, or never: the status says which. */
    record Refused(EtlRunStatus status) implements Result {}
  }

  Result make(EtlRun run) {
    var namespace = run.getMetadata().getNamespace();
    var name = String.valueOf(run.getSpec().pipeline());
    var pipeline = client.resources(EtlPipeline.class).inNamespace(namespace).withName(name).get();
    if (pipeline == null || pipeline.getMetadata().getDeletionTimestamp() != null) {
      return waits(
          AdmissionReason.PIPELINE_NOT_FOUND,
          "There is no EtlPipeline %s in namespace %s. Create it, or delete this run."
              .formatted(name, namespace));
    }
    var cronJob = client.batch().v1().cronjobs().inNamespace(namespace).withName(name).get();
    if (!inPlace(pipeline, cronJob)) {
      return waits(
          AdmissionReason.PIPELINE_NOT_READY,
          "Pipeline %s is not ready. Its condition Ready says why; this run starts after it."
              .formatted(name));
    }
    if (ofAnotherSpec(run, cronJob)) {
      var why = Withdrawn.SPEC_CHANGED;
      var message = why.message(run.getMetadata().getName(), name, RequestedJob.name(run));
      return new Result.Refused(RunOutcome.withoutJob(why.state(), why.reason(), message));
    }
    var refused = ParametersCheck.refusal(run, pipeline);
    if (refused.isPresent()) {
      return new Result.Refused(refused.get());
    }
    return create(RequestedJob.desired(run, pipeline, cronJob), run);
  }

  /** A run of a change is of one spec; the template is of the spec that is in place now. */
  private static boolean ofAnotherSpec(EtlRun run, CronJob cronJob) {
    var wanted = specHash(run.getMetadata());
    var now = specHash(cronJob.getSpec().getJobTemplate().getMetadata());
    return run.getSpec().trigger() == RunTrigger.CHANGE && wanted != null && !wanted.equals(now);
  }

  private static @Nullable String specHash(ObjectMeta metadata) {
    return metadata.getAnnotations() == null
        ? null
        : metadata.getAnnotations().get(Marks.SPEC_HASH);
  }

  private Result create(Job desired, EtlRun run) {
    try {
      return new Result.Made(client.resource(desired).create());
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != CONFLICT) {
        throw refused;
      }
    }
    var existing = client.resource(desired).get();
    if (existing == null) {
      throw new KubernetesClientException(
          "Job %s is being deleted".formatted(desired.getMetadata().getName()));
    }
    if (Owners.owns(run, existing)) {
      return new Result.Made(existing);
    }
    return new Result.Refused(
        RunOutcome.withoutJob(
            RunState.FAILED,
            AdmissionReason.JOB_NAME_TAKEN.toString(),
            "Job %s exists and is not of this run. Delete that Job and create another EtlRun."
                .formatted(RequestedJob.name(run))));
  }

  private static boolean inPlace(EtlPipeline pipeline, @Nullable CronJob cronJob) {
    var status = pipeline.getStatus();
    return status != null
        && Objects.equals(status.observedGeneration(), pipeline.getMetadata().getGeneration())
        && ready(status)
        && cronJob != null
        && Owners.owns(pipeline, cronJob);
  }

  private static boolean ready(EtlPipelineStatus status) {
    return Optional.ofNullable(status.conditions()).stream()
        .flatMap(List::stream)
        .anyMatch(
            condition -> "Ready".equals(condition.type()) && "True".equals(condition.status()));
  }

  private static Result waits(AdmissionReason reason, String message) {
    return new Result.Refused(RunOutcome.withoutJob(RunState.QUEUED, reason.toString(), message));
  }
}
