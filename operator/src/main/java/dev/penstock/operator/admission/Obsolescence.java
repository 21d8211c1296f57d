package dev.penstock.operator.admission;

import dev.penstock.api.RunTrigger;
import dev.penstock.operator.resource.Marks;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a run that has not started is pointless now. A run on request is not: it does what was
 * asked, by the spec of that moment, also when the spec has changed since.
 */
public final class Obsolescence {
  private Obsolescence() {}

  /**
   * The pipeline as it is now.
   *
   * @param uid names come back
   * @param specHash of what it says now
   */
  public record Pipeline(String uid, String specHash) {}

  /**
   * {@return why the waiting Job must not start any more; empty: it may}
   *
   * @param pipeline empty when there is none of the Job's name
   * @param jobs those of the namespace
   */
  public static Optional<AdmissionReason> of(
      Job job, RunTrigger trigger, Optional<Pipeline> pipeline, Collection<Job> jobs) {
    if (pipeline.isEmpty() || isOfAnother(pipeline.get(), job)) {
      return Optional.of(AdmissionReason.PIPELINE_GONE);
    }
    var specHash = annotations(job).get(Marks.SPEC_HASH);
    if (trigger == RunTrigger.CHANGE && !pipeline.get().specHash().equals(specHash)) {
      return Optional.of(AdmissionReason.SPEC_CHANGED);
    }
    var due = due(job);
    return due.filter(time -> jobs.stream().anyMatch(other -> covers(other, job, time)))
        .map(covered -> AdmissionReason.NEWER_SLOT);
  }

  private static boolean isOfAnother(Pipeline pipeline, Job job) {
    var uid = annotations(job).get(Marks.PIPELINE_UID);
    return uid != null && !uid.equals(pipeline.uid());
  }

  /** A failed run covers nothing, and one that is withdrawn never will. */
  private static boolean covers(Job newer, Job job, OffsetDateTime due) {
    return Objects.equals(label(newer), label(job))
        && due(newer).filter(time -> time.isAfter(due)).isPresent()
        && JobPhase.of(newer) != JobPhase.FAILED
        && JobStanding.of(newer) != JobStanding.WITHDRAWN;
  }

  private static Optional<OffsetDateTime> due(Job job) {
    try {
      return Optional.ofNullable(annotations(job).get(Marks.CRONJOB_SCHEDULED))
          .map(OffsetDateTime::parse);
    } catch (DateTimeParseException notATime) {
      return Optional.empty();
    }
  }

  private static String label(Job job) {
    var labels = job.getMetadata().getLabels();
    return labels == null ? "" : labels.getOrDefault(Marks.PIPELINE, "");
  }

  private static Map<String, String> annotations(Job job) {
    return Objects.requireNonNullElse(job.getMetadata().getAnnotations(), Map.<String, String>of());
  }
}
