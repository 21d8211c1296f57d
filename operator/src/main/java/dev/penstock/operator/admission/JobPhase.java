package dev.penstock.operator.admission;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.List;
import java.util.Optional;

/** Where a Job stands, read from its conditions and never from its pods. */
public enum JobPhase {
  /** Waits for admission. */
  SUSPENDED,
  /** Admitted, not ended. */
  ACTIVE,
  /** Condition Complete. */
  COMPLETE,
  /** Condition Failed. */
  FAILED;

  /** {@return the phase of a Job} */
  public static JobPhase of(Job job) {
    if (condition(job, "Complete").isPresent()) {
      return COMPLETE;
    }
    if (condition(job, "Failed").isPresent()) {
      return FAILED;
    }
    return Boolean.TRUE.equals(job.getSpec().getSuspend()) ? SUSPENDED : ACTIVE;
  }

  /** {@return whether nothing of the Job runs any more} */
  public boolean ended() {
    return this == COMPLETE || this == FAILED;
  }

  /** {@return the condition of that type, if it is true} */
  public static Optional<JobCondition> condition(Job job, String type) {
    var status = job.getStatus();
    var conditions = status == null ? List.<JobCondition>of() : status.getConditions();
    return conditions.stream()
        .filter(condition -> condition.getType().equals(type))
        .filter(condition -> condition.getStatus().equals("True"))
        .findFirst();
  }
}
