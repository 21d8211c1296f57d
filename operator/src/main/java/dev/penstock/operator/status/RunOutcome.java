package dev.penstock.operator.status;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.TargetResult;
import dev.penstock.api.runner.TerminationMessage;
import dev.penstock.operator.admission.Decision;
import dev.penstock.operator.admission.JobPhase;
import dev.penstock.operator.admission.RunIdentity;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The status of a run, from its Job's conditions and the message its newest pod left, else from
 * what the commit log says. A missing pod is never read as an outcome.
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
    return with(known, new Verdict(state, reason, message), Optional.empty());
  }

  static EtlRunStatus with(EtlRunStatus known, Verdict verdict, Optional<TerminationMessage> said) {
    var targets = targets(said);
    return new EtlRunStatus(
            verdict.state(),
            verdict.reason(),
            verdict.message(),
            known.uid(),
            known.job(),
            said.map(TerminationMessage::specHash).orElse(known.specHash()),
            said.map(TerminationMessage::commit).orElse(known.commit()),
            targets.orElse(known.targets()),
            targets.flatMap(RunOutcome::rows).orElse(known.rows()),
            known.attempts(),
            known.scheduledTime(),
            known.startTime(),
            known.completionTime(),
            known.duration())
        .withBackfill(known.backfill())
        .withRejects(said.map(TerminationMessage::rejects).orElse(known.rejects()));
  }

  private static Optional<List<TargetResult>> targets(Optional<TerminationMessage> said) {
    return said.map(TerminationMessage::targets).filter(list -> !list.isEmpty());
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

  /**
   * {@return the status of a run that the API server does not let go on} Its reason stays, because
   * what is done next depends on it.
   */
  public static EtlRunStatus notWritten(EtlRun run, String why) {
    var message =
        "The objects of run %s can not be written: %s. It is tried again; the operator's log has the details."
            .formatted(run.getMetadata().getName(), Sentence.bare(why));
    var known = run.getStatus();
    return known == null
        ? withoutJob(RunState.QUEUED, "ReconcileError", message)
        : changed(
            known,
            Objects.requireNonNullElse(known.state(), RunState.QUEUED),
            Objects.requireNonNullElse(known.reason(), "ReconcileError"),
            message);
  }

  /** {@return the status of a run whose Job was started just now} */
  public static EtlRunStatus started(RunIdentity run, Job job, Collection<Pod> pods) {
    return status(run, job, RunningVerdict.of(pods), Optional.empty(), null);
  }

  /** {@return whether the Job has ended and no pod among these knows how} */
  public static boolean silent(Job job, Collection<Pod> pods) {
    return JobPhase.of(job).ended() && account(job, pods).isEmpty();
  }

  /**
   * {@return the status of a run that was admitted}
   *
   * @param report asked when the Job has ended and no pod knows how
   */
  public static EtlRunStatus admitted(
      RunIdentity run, Job job, Collection<Pod> pods, Supplier<Report> report) {
    var phase = JobPhase.of(job);
    if (!phase.ended()) {
      return started(run, job, pods);
    }
    var attempt = Attempt.newest(pods);
    var message = account(job, pods);
    if (attempt.isEmpty() || message.isEmpty()) {
      return silent(run, job, cause(job, pods), report.get());
    }
    var verdict =
        JobPhase.condition(job, "Failed")
            .map(failed -> EndedVerdict.failed(job, failed, attempt.get(), message.get()))
            .orElseGet(() -> EndedVerdict.complete(message.get()));
    return status(run, job, verdict, message, end(job));
  }

  /**
   * {@return the status of a run whose Job is not there any more}
   *
   * @param known what was known of it
   */
  public static EtlRunStatus gone(EtlRunStatus known, String job, Report report) {
    return with(
        known, SilentVerdict.of(Cause.gone(job), RunState.UNKNOWN, report), account(report));
  }

  private static EtlRunStatus silent(RunIdentity run, Job job, Cause cause, Report report) {
    var unreadable = JobPhase.of(job) == JobPhase.COMPLETE ? RunState.SUCCEEDED : RunState.FAILED;
    return status(
        run,
        job,
        SilentVerdict.of(cause, unreadable, report),
        account(report),
        report instanceof Report.Pending ? null : end(job));
  }

  /** What the last attempt said, if that is all there is to say of commits. */
  private static Optional<TerminationMessage> account(Job job, Collection<Pod> pods) {
    return lastWord(job, pods).filter(said -> !Attempt.leaveDoubt(pods));
  }

  private static Cause cause(Job job, Collection<Pod> pods) {
    return lastWord(job, pods)
        .flatMap(said -> Cause.doubtful(job, said))
        .orElseGet(() -> Cause.of(job, Attempt.newest(pods)));
  }

  /**
   * What the last attempt said. One that ended before it, and stands alone because the last is gone
   * or not seen yet, knows nothing of what the last one committed.
   */
  private static Optional<TerminationMessage> lastWord(Job job, Collection<Pod> pods) {
    return Attempt.newest(pods)
        .filter(attempt ->
            JobPhase.of(job) == JobPhase.COMPLETE
                ? attempt.exitCode().filter(code -> code == 0).isPresent()
                : Objects.requireNonNullElse(attempts(job), 0) <= pods.size())
        .flatMap(Attempt::message);
  }

  static Optional<TerminationMessage> account(Report report) {
    return report instanceof Report.Committed committed
        ? Optional.of(committed.said())
        : Optional.empty();
  }

  static EtlRunStatus status(
      RunIdentity run,
      Job job,
      Verdict verdict,
      Optional<TerminationMessage> message,
      @Nullable String end) {
    var start = job.getStatus() == null ? null : job.getStatus().getStartTime();
    var started = verdict.state() == RunState.QUEUED ? null : start;
    var targets = targets(message);
    return new EtlRunStatus(
            verdict.state(),
            verdict.reason(),
            verdict.message(),
            run.uid(),
            job.getMetadata().getName(),
            message.map(TerminationMessage::specHash).orElseGet(() -> specHash(job)),
            message.map(TerminationMessage::commit).orElse(null),
            targets.orElse(null),
            targets.flatMap(RunOutcome::rows).orElse(null),
            verdict.state() == RunState.QUEUED ? null : attempts(job),
            run.scheduled().toString(),
            started,
            end,
            Elapsed.between(started, end))
        .withRejects(message.map(TerminationMessage::rejects).orElse(null));
  }

  private static @Nullable String specHash(Job job) {
    var annotations = job.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(Marks.SPEC_HASH);
  }

  /** A sum with an unknown part is unknown. */
  private static Optional<Long> rows(List<TargetResult> targets) {
    var known = targets.stream().map(TargetResult::rows).filter(Objects::nonNull).toList();
    return known.size() == targets.size()
        ? Optional.of(known.stream().mapToLong(Long::longValue).sum())
        : Optional.empty();
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

  private static @Nullable String end(Job job) {
    var completed = job.getStatus().getCompletionTime();
    return completed != null
        ? completed
        : JobPhase.condition(job, "Failed").map(JobCondition::getLastTransitionTime).orElse(null);
  }
}
