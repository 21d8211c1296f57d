package dev.penstock.operator.admission;

import dev.penstock.api.runner.RunnerContract;
import dev.penstock.operator.resource.Marks;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What admission has done with a Job, and people after it. Read from the Job alone: the identity in
 * its pod template is written by the patch that starts it and by nothing else, and a Job that has
 * started can not be given one.
 */
public enum JobStanding {
  /** Suspended and never started: waits for its turn. */
  WAITING,
  /** Suspended, and marked so that it never starts, or being deleted before it has. */
  WITHDRAWN,
  /** Started by admission. */
  ADMITTED,
  /** Started by admission and suspended since. */
  HELD,
  /** Started by someone else: its pods do not know their run. */
  RESUMED,
  /** Complete or failed. */
  ENDED;

  /** {@return where the Job stands} */
  public static JobStanding of(Job job) {
    var phase = JobPhase.of(job);
    if (phase.ended()) {
      return ENDED;
    }
    boolean suspended = phase == JobPhase.SUSPENDED;
    if (hasIdentity(job)) {
      return suspended ? HELD : ADMITTED;
    }
    if (!suspended || hasStarted(job)) {
      return RESUMED;
    }
    var metadata = job.getMetadata();
    return metadata.getDeletionTimestamp() != null || annotation(metadata, Marks.WITHDRAWN) != null
        ? WITHDRAWN
        : WAITING;
  }

  private static boolean hasIdentity(Job job) {
    return Optional.ofNullable(job.getSpec().getTemplate().getMetadata())
        .map(metadata -> annotation(metadata, RunnerContract.RUN_UID_ANNOTATION))
        .isPresent();
  }

  private static boolean hasStarted(Job job) {
    return job.getStatus() != null && job.getStatus().getStartTime() != null;
  }

  private static @Nullable String annotation(ObjectMeta metadata, String name) {
    return metadata.getAnnotations() == null ? null : metadata.getAnnotations().get(name);
  }
}
