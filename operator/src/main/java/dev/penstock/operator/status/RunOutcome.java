package dev.penstock.operator.status;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.TargetResult;
import dev.penstock.api.runner.TerminationMessage;
import dev.penstock.operator.admission.Decision;
import dev.penstock.operator.admission.JobPhase;
import dev.penstock.operator.admission.RunIdentity;
import dev.penstock.operator.resource.Marks;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The status of a run, from its Job's conditions and the message its newest pod left. A missing pod
 * is never read as an outcome.
 */
public final class RunOutcome {
  private RunOutcome() {}

  /** {@return the status of a run that has no Job yet} */
  public static EtlRunStatus withoutJob(RunState state, String reason, String message) {
    return new EtlRunStatus(
        state, reason, message, null, null, null, null, null, null, null, null, null, null, null);
  }

  /** {@return the status with another state, reason and message: what was known stays known} */
  public static EtlRunStatus changed(
      EtlRunStatus known, RunState state, String reason, String message) {
    return new EtlRunStatus(
        state,
        reason,
        message,
        known.uid(),
        known.job(),
        known.specHash(),
        known.commit(),
        known.targets(),
        known.rows(),
        known.attempts(),
        known.scheduledTime(),
        known.startTime(),
        known.completionTime(),
        known.duration());
  }

  /** {@return the status of a run whose Job waits} */
  public static EtlRunStatus queued(RunIdentity run, Job job, Decision.Wait wait) {
    return status(
        run,
        job,
        new Verdict(RunState.QUEUED, wait.reason(), wait.message()),
        Optional.empty(),
        null);
  }

  /** {@return whether the Job has ended and no pod among these says how} */
  public static boolean silent(Job job, Collection<Pod> pods) {
    return JobPhase.of(job).ended() && Attempt.newest(pods).flatMap(Attempt::message).isEmpty();
  }

  /** {@return the status of a run that was admitted} */
  public static EtlRunStatus admitted(RunIdentity run, Job job, Collection<Pod> pods) {
    var attempt = Attempt.newest(pods);
    return switch (JobPhase.of(job)) {
      case SUSPENDED, ACTIVE -> status(run, job, RunningVerdict.of(pods), Optional.empty(), null);
      case COMPLETE ->
          status(
              run,
              job,
              EndedVerdict.complete(job, attempt),
              attempt.flatMap(Attempt::message),
              end(job, JobPhase.condition(job, "Complete")));
      case FAILED -> {
        var failed = JobPhase.condition(job, "Failed");
        yield status(
            run,
            job,
            EndedVerdict.failed(job, failed.orElseThrow(), attempt),
            attempt.flatMap(Attempt::message),
            end(job, failed));
      }
    };
  }

  static EtlRunStatus status(
      RunIdentity run,
      Job job,
      Verdict verdict,
      Optional<TerminationMessage> message,
      @Nullable String end) {
    var start = job.getStatus() == null ? null : job.getStatus().getStartTime();
    var started = verdict.state() == RunState.QUEUED ? null : start;
    var targets = message.map(TerminationMessage::targets).filter(list -> !list.isEmpty());
    return new EtlRunStatus(
        verdict.state(),
        verdict.reason(),
        verdict.message(),
        run.uid(),
        job.getMetadata().getName(),
        message.map(TerminationMessage::specHash).orElseGet(() -> specHash(job)),
        message.map(TerminationMessage::commit).orElse(null),
        targets.orElse(null),
        targets.map(RunOutcome::rows).orElse(null),
        verdict.state() == RunState.QUEUED ? null : attempts(job),
        run.scheduled().toString(),
        started,
        end,
        Elapsed.between(started, end));
  }

  private static @Nullable String specHash(Job job) {
    var annotations = job.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(Marks.SPEC_HASH);
  }

  private static long rows(List<TargetResult> targets) {
    return targets.stream()
        .mapToLong(target -> Objects.requireNonNullElse(target.rows(), 0L))
        .sum();
  }

  private static @Nullable Integer attempts(Job job) {
    var status = job.getStatus();
    if (status == null) {
      return null;
    }
    int pods = count(status.getActive()) + count(status.getSucceeded()) + count(status.getFailed());
    return pods == 0 ? null : pods;
  }

  private static int count(@Nullable Integer pods) {
    return pods == null ? 0 : pods;
  }

  private static @Nullable String end(Job job, Optional<JobCondition> condition) {
    var completed = job.getStatus().getCompletionTime();
    return completed != null
        ? completed
        : condition.map(JobCondition::getLastTransitionTime).orElse(null);
  }
}
