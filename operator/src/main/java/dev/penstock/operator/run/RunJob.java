package dev.penstock.operator.run;

import dev.penstock.api.RunTrigger;
import dev.penstock.api.runner.RunRequest;
import dev.penstock.api.runner.RunnerContract;
import dev.penstock.operator.admission.RunIdentity;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.resource.Owners;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which Job belongs to which run. */
final class RunJob {
  private RunJob() {}

  /** {@return whether the run records a Job instead of asking for one} */
  static boolean recorded(EtlRun run) {
    return annotations(run).containsKey(Marks.JOB_UID);
  }

  /** {@return whether the run commits nothing, so that no log tells of it} */
  static boolean isDry(EtlRun run) {
    return run.getSpec() != null && run.getSpec().isDry();
  }

  /** {@return the name that the run's Job has or will have} */
  static String name(EtlRun run) {
    return recorded(run)
        ? annotations(run).getOrDefault(Marks.JOB_NAME, run.getMetadata().getName())
        : RequestedJob.name(run);
  }

  /** {@return whether the Job is the run's, by UID: names come back} */
  static boolean belongs(Job job, EtlRun run) {
    if (ReportJob.is(job)) {
      return false;
    }
    return recorded(run)
        ? job.getMetadata().getUid().equals(annotations(run).get(Marks.JOB_UID))
        : Owners.owns(run, job);
  }

  /** {@return the runs that may have this Job; those that do not exist do no harm} */
  static Set<ResourceID> runsOfJob(Job job) {
    var namespace = job.getMetadata().getNamespace();
    return Owners.ofKind(job, HasMetadata.getKind(EtlRun.class))
        .map(owner -> Set.of(new ResourceID(owner.getName(), namespace)))
        .orElseGet(() ->
            Set.of(
                new ResourceID(job.getMetadata().getName(), namespace),
                new ResourceID(RecordedRun.otherName(job), namespace)));
  }

  /**
   * {@return the run that a pod works for} Admission wrote its name; a Job that someone else
   * started is known by its own.
   */
  static Set<ResourceID> runsOfPod(Pod pod) {
    var namespace = pod.getMetadata().getNamespace();
    var name = annotations(pod).get(RunnerContract.RUN_NAME_ANNOTATION);
    if (name != null) {
      return Set.of(new ResourceID(name, namespace));
    }
    var labels =
        Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.<String, String>of());
    var job = labels.getOrDefault(Marks.JOB, "");
    return Stream.of(job, job.replaceFirst("-[0-9a-f]{8}$", ""))
        .filter(run -> !run.isEmpty())
        .map(run -> new ResourceID(run, namespace))
        .collect(Collectors.toSet());
  }

  /** {@return the run as its pods learn it} */
  static RunIdentity identity(EtlRun run, Job job) {
    var name = run.getMetadata().getName();
    var trigger =
        switch (Objects.requireNonNullElse(run.getSpec().trigger(), RunTrigger.REQUEST)) {
          case REQUEST, UNKNOWN -> "Request";
          case SCHEDULE -> "Schedule";
          case CHANGE -> "Change";
          case BACKFILL -> "Backfill";
          case UPSTREAM -> "Upstream";
        };
    if (!recorded(run)) {
      var asked = Instant.parse(run.getMetadata().getCreationTimestamp());
      var request = RunRequest.of(run.getSpec()).map(Serialization::asJson);
      return new RunIdentity(run.getMetadata().getUid(), name, trigger, asked, request);
    }
    return new RunIdentity(job.getMetadata().getUid(), name, trigger, scheduled(job));
  }

  private static Instant scheduled(Job job) {
    var due = annotations(job).get(Marks.CRONJOB_SCHEDULED);
    return due == null
        ? Instant.parse(job.getMetadata().getCreationTimestamp())
        : OffsetDateTime.parse(due).toInstant();
  }

  private static Map<String, String> annotations(HasMetadata resource) {
    return Objects.requireNonNullElse(
        resource.getMetadata().getAnnotations(), Map.<String, String>of());
  }
}
