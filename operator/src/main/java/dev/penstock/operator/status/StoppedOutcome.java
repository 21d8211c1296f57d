package dev.penstock.operator.status;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.runner.TerminationMessage;
import dev.penstock.operator.admission.AdmissionReason;
import dev.penstock.operator.admission.JobPhase;
import dev.penstock.operator.admission.RunIdentity;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The status of a run that has started and is told to stop. What its pods say at their end decides
 * whether it was committed; a pod that has vanished unread, or does not know it, is never taken for
 * one that did nothing.
 */
public final class StoppedOutcome {
  private StoppedOutcome() {}

  /** {@return whether the status says that the run is being stopped} */
  public static boolean stopping(@Nullable EtlRunStatus status) {
    return status != null
        && status.completionTime() == null
        && (says(status, AdmissionReason.CANCELLING)
            || says(status, AdmissionReason.CANCELLING_IDLE)
            || says(status, AdmissionReason.RESUMED_BY_HAND));
  }

  /** {@return what stands on the run before its Job is told to stop, so that nobody forgets it} */
  public static EtlRunStatus begun(
      RunIdentity run, Job job, Collection<Pod> pods, boolean resumedByHand) {
    var name = job.getMetadata().getName();
    if (resumedByHand) {
      return going(
          run,
          job,
          AdmissionReason.RESUMED_BY_HAND,
          "Job %s was resumed by hand before its turn, so its pod does not know its run. It is being stopped."
              .formatted(name));
    }
    return pods.stream().anyMatch(StoppedOutcome::works)
        ? going(
            run,
            job,
            AdmissionReason.CANCELLING,
            "The pod of Job %s is told to stop. What it says at its end follows.".formatted(name))
        : going(
            run,
            job,
            AdmissionReason.CANCELLING_IDLE,
            "Job %s is being ended; no pod of it is at work.".formatted(name));
  }

  /**
   * {@return the end of the run; empty while that is not known yet}
   *
   * @param before what {@link #begun} said
   * @param pods those that the API server has now
   * @param report asked when no pod knows whether the run committed
   * @param now RFC 3339
   */
  public static Optional<EtlRunStatus> ended(
      RunIdentity run,
      Job job,
      Collection<Pod> pods,
      EtlRunStatus before,
      Supplier<Report> report,
      String now) {
    var phase = JobPhase.of(job);
    if (phase == JobPhase.ACTIVE
        || phase == JobPhase.COMPLETE // it has its end in the usual way
        || pods.stream().anyMatch(pod -> !over(pod))) {
      return Optional.empty();
    }
    var last = lastWord(pods, before);
    var message = last.filter(said -> !Attempt.leaveDoubt(pods));
    if (message.isPresent()) {
      var said = message.get();
      return Optional.of(
          RunOutcome.status(run, job, verdict(run, before, said), Optional.of(said), now));
    }
    if (!settled(job)) {
      return Optional.empty();
    }
    if (neverWorked(before, pods)) {
      return Optional.of(
          RunOutcome.status(run, job, withoutWork(run.name()), Optional.empty(), now));
    }
    var read = report.get();
    return Optional.of(
        RunOutcome.status(
            run,
            job,
            unsaid(run.name(), before, doubt(last), read),
            RunOutcome.account(read),
            read instanceof Report.Pending ? null : now));
  }

  /** {@return the status of a run that is still being stopped; a lost node can not be told} */
  public static EtlRunStatus waiting(EtlRunStatus before, Collection<Pod> pods) {
    return pods.stream()
        .flatMap(pod -> NodeLoss.of(pod).stream())
        .findFirst()
        .map(loss ->
            RunOutcome.changed(
                before,
                RunState.RUNNING,
                Objects.requireNonNullElse(before.reason(), ""),
                "The run is to stop. " + loss.message()))
        .orElse(before);
  }

  /** {@return the status of a run whose Job is gone with all that its pods said} */
  public static EtlRunStatus gone(String run, EtlRunStatus before, Report report) {
    return RunOutcome.with(
        before, unsaid(run, before, doubt(Optional.empty()), report), RunOutcome.account(report));
  }

  private static EtlRunStatus going(
      RunIdentity run, Job job, AdmissionReason reason, String message) {
    var verdict = new Verdict(RunState.RUNNING, reason.toString(), message);
    return RunOutcome.status(run, job, verdict, Optional.empty(), null);
  }

  private static Verdict verdict(RunIdentity run, EtlRunStatus before, TerminationMessage said) {
    if (said.commit() != null) {
      return new Verdict(
          RunState.SUCCEEDED,
          Objects.requireNonNullElse(said.reason(), "Committed"),
          "Run %s had committed entry %d before it could be stopped."
              .formatted(run.name(), said.commit()));
    }
    var words = said.message() == null ? "nothing" : said.message().replaceFirst("[.]$", "");
    if (says(before, AdmissionReason.RESUMED_BY_HAND)) {
      return new Verdict(
          RunState.FAILED,
          AdmissionReason.RESUMED_BY_HAND.toString(),
          "The Job of run %s was resumed by hand before its turn and stopped; its pod reports no commit (%s). Create another EtlRun, and leave its Job to the operator."
              .formatted(run.name(), words));
    }
    return new Verdict(
        RunState.CANCELLED,
        AdmissionReason.CANCELLED.toString(),
        "Run %s was cancelled; its pod reports no commit (%s). Create another EtlRun when it is wanted."
            .formatted(run.name(), words));
  }

  /** One pod may have been made that never got to work; it leaves nothing when it is deleted. */
  private static boolean neverWorked(EtlRunStatus before, Collection<Pod> pods) {
    return says(before, AdmissionReason.CANCELLING_IDLE)
        && pods.isEmpty()
        && Objects.requireNonNullElse(before.attempts(), 0) <= 1;
  }

  private static Verdict withoutWork(String run) {
    return new Verdict(
        RunState.CANCELLED,
        AdmissionReason.CANCELLED.toString(),
        "Run %s was cancelled before a pod of it was at work. Create another EtlRun when it is wanted."
            .formatted(run));
  }

  /**
   * Why the pods do not tell whether the run committed. One that vanished may have spoken before:
   * its words go with it as soon as its Job has counted it.
   */
  private static String doubt(Optional<TerminationMessage> last) {
    return last.map(said ->
            Attempt.unknown(said)
                ? "its pod does not know whether it committed"
                : "its last pod does not know whether an earlier one committed")
        .orElse("no pod of it is left that tells whether it committed");
  }

  /** What the log says of a run whose pods do not tell. */
  private static Verdict unsaid(String run, EtlRunStatus before, String doubt, Report report) {
    boolean byHand = says(before, AdmissionReason.RESUMED_BY_HAND);
    return switch (report) {
      case Report.Pending(var until) ->
          new Verdict(
              RunState.RUNNING,
              Objects.requireNonNullElse(before.reason(), ""),
              "Run %s was stopped, and %s. %s".formatted(run, doubt, until));
      case Report.Nothing() -> nothing(run, byHand, doubt + "; by the log nothing was committed");
      case Report.Dry() -> nothing(run, byHand, "as a dry run it has committed nothing");
      case Report.Committed committed ->
          SilentVerdict.found(
              committed.published()
                  ? "Run %s had committed before it could be stopped.".formatted(run)
                  : "Run %s was stopped after its commit.".formatted(run),
              committed);
      case Report.Failed(var why) ->
          new Verdict(
              RunState.UNKNOWN,
              (byHand ? AdmissionReason.RESUMED_BY_HAND : AdmissionReason.CANCELLED_UNREAD)
                  .toString(),
              "Run %s was stopped, and %s; its report failed too: %s. Read the receipts in the store before another run."
                  .formatted(run, doubt, why));
    };
  }

  private static Verdict nothing(String run, boolean byHand, String why) {
    return new Verdict(
        byHand ? RunState.FAILED : RunState.CANCELLED,
        (byHand ? AdmissionReason.RESUMED_BY_HAND : AdmissionReason.CANCELLED).toString(),
        "Run %s was stopped, and %s. Create another EtlRun when it is wanted.".formatted(run, why));
  }

  /** What the newest pod said, if no later one can have vanished. */
  private static Optional<TerminationMessage> lastWord(Collection<Pod> pods, EtlRunStatus before) {
    int gone = Objects.requireNonNullElse(before.attempts(), 0) - pods.size();
    int harmless = says(before, AdmissionReason.CANCELLING_IDLE) ? 1 : 0;
    return Attempt.newest(pods)
        .flatMap(Attempt::message)
        .filter(said -> gone <= harmless || said.commit() != null);
  }

  /** No pod is left that the Job controller still has to see the end of. */
  private static boolean settled(Job job) {
    var status = job.getStatus();
    if (JobPhase.of(job).ended() || status == null) {
      return true;
    }
    return JobPhase.condition(job, "Suspended").isPresent()
        && Objects.requireNonNullElse(status.getActive(), 0) == 0
        && Objects.requireNonNullElse(status.getTerminating(), 0) == 0;
  }

  private static boolean works(Pod pod) {
    return Attempt.runner(pod)
        .flatMap(status -> Optional.ofNullable(status.getState()))
        .filter(state -> state.getRunning() != null)
        .isPresent();
  }

  private static boolean over(Pod pod) {
    var phase = pod.getStatus() == null ? "" : String.valueOf(pod.getStatus().getPhase());
    return phase.equals("Succeeded")
        || phase.equals("Failed")
        || Attempt.newest(List.of(pod)).isPresent();
  }

  private static boolean says(EtlRunStatus status, AdmissionReason reason) {
    return reason.toString().equals(status.reason());
  }
}
