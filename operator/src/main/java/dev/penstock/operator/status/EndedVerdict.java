package dev.penstock.operator.status;

import dev.penstock.api.RunState;
import dev.penstock.api.runner.TerminationMessage;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is said of a run whose Job has ended. */
final class EndedVerdict {
  private static final String NOT_KNOWN =
      " The pod left no account, so whether a commit was made is not known.";

  private EndedVerdict() {}

  static Verdict complete(Job job, Optional<Attempt> attempt) {
    return attempt
        .flatMap(Attempt::message)
        .map(message ->
            new Verdict(RunState.SUCCEEDED, reason(message, "Succeeded"), text(message.message())))
        .orElseGet(() ->
            new Verdict(
                RunState.SUCCEEDED,
                RunReason.MESSAGE_MISSING.toString(),
                "Job %s is complete, but its pod left no account: commit and rows are not known. Read the receipt in the store."
                    .formatted(job.getMetadata().getName())));
  }

  static Verdict failed(Job job, JobCondition failed, Optional<Attempt> attempt) {
    var name = job.getMetadata().getName();
    var message = attempt.flatMap(Attempt::message);
    if ("DeadlineExceeded".equals(failed.getReason())) {
      return failure(
          RunReason.DEADLINE_EXCEEDED.toString(),
          "Job %s ran longer than activeDeadlineSeconds (%d).%s Raise it, or make the run shorter."
              .formatted(
                  name,
                  job.getSpec().getActiveDeadlineSeconds(),
                  message.map(m -> " Last: " + text(m.message())).orElse(NOT_KNOWN)));
    }
    if (message.isPresent()) {
      var said = message.get();
      return failure(
          reason(said, Objects.requireNonNullElse(failed.getReason(), "Failed")),
          (text(said.message()) + " " + text(said.nextStep())).strip());
    }
    if (attempt.isPresent() && attempt.get().outOfMemory()) {
      return failure(
          RunReason.OOM_KILLED.toString(),
          "A pod of Job %s needed more memory than its limit (%s).%s Raise spec.pod.resources.limits.memory."
              .formatted(name, memory(job), NOT_KNOWN));
    }
    return failure(
        Objects.requireNonNullElse(failed.getReason(), "Failed"),
        "Job %s failed%s: %s.%s Look at its pods."
            .formatted(
                name,
                attempt.map(a -> " with exit code " + a.exitCode()).orElse(""),
                Objects.requireNonNullElse(failed.getMessage(), "no message")
                    .replaceFirst("[.]$", ""),
                NOT_KNOWN));
  }

  private static Verdict failure(String reason, String message) {
    return new Verdict(RunState.FAILED, reason, message);
  }

  private static String reason(TerminationMessage message, String absent) {
    return Objects.requireNonNullElse(message.reason(), absent);
  }

  /** A sentence with its full stop. */
  private static String text(@Nullable String sentence) {
    var text = Objects.requireNonNullElse(sentence, "").strip();
    return text.isEmpty() || text.endsWith(".") ? text : text + ".";
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
