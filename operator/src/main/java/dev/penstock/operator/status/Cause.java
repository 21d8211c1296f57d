package dev.penstock.operator.status;

import dev.penstock.api.runner.TerminationMessage;
import dev.penstock.operator.admission.JobPhase;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a run's pods left no account, or none that can be relied on.
 *
 * @param reason in CamelCase
 * @param what happened, in a sentence
 * @param remedy what to do, in a sentence
 */
record Cause(String reason, String what, String remedy) {
  private static final String OUT_OF_TIME = "DeadlineExceeded";

  /** {@return the cause behind an ended Job} */
  static Cause of(Job job, Optional<Attempt> attempt) {
    var name = job.getMetadata().getName();
    return JobPhase.condition(job, "Failed")
        .map(failed -> failed(job, failed, attempt))
        .orElseGet(() ->
            new Cause(
                RunReason.MESSAGE_MISSING.toString(),
                "Job %s is complete, but its pod left no account.".formatted(name),
                "Read the receipt in the store."));
  }

  /**
   * {@return the cause behind a failed Job whose pods leave a commit in doubt; empty if it has not
   * failed}
   *
   * @param said by the last pod
   */
  static Optional<Cause> doubtful(Job job, TerminationMessage said) {
    return JobPhase.condition(job, "Failed").map(failed -> doubtful(job, failed, said));
  }

  private static Cause doubtful(Job job, JobCondition failed, TerminationMessage said) {
    if (OUT_OF_TIME.equals(failed.getReason())) {
      return deadline(job);
    }
    var reason = Objects.requireNonNullElse(failed.getReason(), "Failed");
    return Attempt.unknown(said)
        ? new Cause(
            reason,
            "Job %s failed, and its pod does not know whether it committed."
                .formatted(job.getMetadata().getName()),
            "Ask for another run if its rows are wanted.")
        : new Cause(
            Objects.requireNonNullElse(said.reason(), reason),
            Sentence.full(said.message()),
            Sentence.full(said.nextStep()));
  }

  /** {@return the cause when the Job itself is not there any more} */
  static Cause gone(String job) {
    return new Cause(
        RunReason.JOB_GONE.toString(),
        "Job %s is gone before its outcome was read.".formatted(job),
        "Ask for another run if its rows are wanted.");
  }

  private static Cause failed(Job job, JobCondition failed, Optional<Attempt> attempt) {
    if (OUT_OF_TIME.equals(failed.getReason())) {
      return deadline(job);
    }
    var evicted = attempt.flatMap(Attempt::evicted);
    if (evicted.isPresent()) {
      return new Cause(
          RunReason.EVICTED.toString(),
          "A pod of Job %s was evicted: %s."
              .formatted(job.getMetadata().getName(), Sentence.bare(evicted.get())),
          "Raise spec.scratch.size or spec.pod.resources, as the message asks.");
    }
    if (attempt.isPresent() && attempt.get().outOfMemory()) {
      return new Cause(
          RunReason.OOM_KILLED.toString(),
          "A pod of Job %s needed more memory than its limit (%s)."
              .formatted(job.getMetadata().getName(), memory(job)),
          "Raise spec.pod.resources.limits.memory.");
    }
    return new Cause(
        Objects.requireNonNullElse(failed.getReason(), "Failed"),
        "Job %s failed%s: %s."
            .formatted(
                job.getMetadata().getName(),
                attempt
                    .flatMap(Attempt::exitCode)
                    .map(code -> " with exit code " + code)
                    .orElse(""),
                Sentence.bare(failed.getMessage())),
        "Look at its pods.");
  }

  static Cause deadline(Job job) {
    return new Cause(
        RunReason.DEADLINE_EXCEEDED.toString(),
        "Job %s ran longer than activeDeadlineSeconds (%d)."
            .formatted(job.getMetadata().getName(), job.getSpec().getActiveDeadlineSeconds()),
        "Raise it, or make the run shorter.");
  }

  private static String memory(Job job) {
    return job.getSpec().getTemplate().getSpec().getContainers().stream()
        .flatMap(container -> Optional.ofNullable(container.getResources()).stream())
        .flatMap(resources -> Optional.ofNullable(resources.getLimits()).stream())
        .flatMap(limits -> Optional.ofNullable(limits.get("memory")).stream())
        .map(Object::toString)
        .findFirst()
        .orElse("none");
  }
}
