package dev.penstock.operator.status;

import dev.penstock.api.RunState;
import dev.penstock.api.runner.ExitCode;
import dev.penstock.api.runner.TerminationMessage;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.Objects;
import java.util.Optional;

/** What is said of a run whose Job has ended and whose newest pod left an account. */
final class EndedVerdict {
  private static final int DONE = ExitCode.DONE.code();

  private EndedVerdict() {}

  static Verdict complete(TerminationMessage said) {
    return new Verdict(
        RunState.SUCCEEDED, reason(said, "Succeeded"), Sentence.full(said.message()));
  }

  static Verdict failed(Job job, JobCondition failed, Attempt attempt, TerminationMessage said) {
    if (attempt.exitCode().equals(Optional.of(DONE))) {
      return complete(said); // The Job's deadline came between the last words and their reader.
    }
    if ("DeadlineExceeded".equals(failed.getReason())) {
      var cause = Cause.deadline(job);
      return new Verdict(
          RunState.FAILED,
          cause.reason(),
          "%s Last: %s %s%s"
              .formatted(
                  cause.what(), Sentence.full(said.message()), committed(said), cause.remedy()));
    }
    return new Verdict(
        RunState.FAILED,
        reason(said, Objects.requireNonNullElse(failed.getReason(), "Failed")),
        "%s %s%s"
            .formatted(
                Sentence.full(said.message()), committed(said), Sentence.full(said.nextStep()))
            .strip());
  }

  /** An attempt may fail after its commit: then its rows count, and are not shown everywhere. */
  private static String committed(TerminationMessage said) {
    return said.commit() == null
        ? ""
        : "Entry %d is committed; the pipeline's next run publishes it first. "
            .formatted(said.commit());
  }

  private static String reason(TerminationMessage message, String absent) {
    return Objects.requireNonNullElse(message.reason(), absent);
  }
}
