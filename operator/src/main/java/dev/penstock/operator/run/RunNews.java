package dev.penstock.operator.run;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.operator.admission.AdmissionReason;
import dev.penstock.operator.backfill.BackfillReason;
import dev.penstock.operator.backfill.Backfills;
import dev.penstock.operator.event.Announcement;
import dev.penstock.operator.event.Announcement.Kind;
import dev.penstock.operator.event.Announcer;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.status.RunOutcome;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Objects;

/** What became of a run, as events on it. */
final class RunNews {
  private static final String ADMITTED = RunOutcome.ADMITTED;

  private final Announcer announcer;

  RunNews(Announcer announcer) {
    this.announcer = announcer;
  }

  /** {@return the status of a run that was admitted, with what someone did to its Job since} */
  static EtlRunStatus held(Job job, EtlRunStatus admitted) {
    return RunOutcome.changed(
        admitted,
        RunState.RUNNING,
        AdmissionReason.SUSPENDED_BY_HAND.toString(),
        "Job %s was suspended by hand after it had started, so its pod was ended; it keeps its places. Resume it (spec.suspend: false), or set spec.cancel of this run."
            .formatted(job.getMetadata().getName()));
  }

  /** Tells a change of state or reason; a place in a queue or a figure is no news. */
  void tell(EtlRun run, EtlRunStatus status) {
    news(run, status).forEach(what -> announcer.tell(now(run, status), what));
  }

  /** {@return what is to be told, in its order} */
  static List<Announcement> news(EtlRun run, EtlRunStatus status) {
    var before = run.getStatus();
    if (before != null
        && before.state() == status.state()
        && Objects.equals(before.reason(), status.reason())) {
      return List.of();
    }
    var state = Objects.requireNonNullElse(status.state(), RunState.UNKNOWN);
    var reason = Objects.requireNonNullElse(status.reason(), "");
    var word =
        Backfills.is(run)
            ? ofBackfill(state, reason)
            : word(run, state, reason, status.completionTime() != null);
    var told =
        new Announcement(
            kind(state, reason),
            word,
            reason + ": " + Objects.requireNonNullElse(status.message(), ""),
            reason);
    // Its pod may be in trouble before anybody has looked at it: it has started all the same.
    return word.endsWith("RunBlocked")
            && !reason.equals(AdmissionReason.RESUMED_BY_HAND.toString())
            && (before == null || before.state() != RunState.RUNNING)
        ? List.of(started(run), told)
        : List.of(told);
  }

  private static Announcement started(EtlRun run) {
    return new Announcement(
        Kind.NORMAL,
        word(run, RunState.RUNNING, ADMITTED, false),
        ADMITTED + ": " + RunOutcome.STARTED,
        ADMITTED);
  }

  /** Other words for a dry run: who counts runs, or is woken by one, means those that commit. */
  private static String word(EtlRun run, RunState state, String reason, boolean ended) {
    return (RunJob.isDry(run) ? "Dry" : "") + word(state, reason, ended);
  }

  /** Whoever learns of the event reads there what the status is going to be. */
  private static EtlRun now(EtlRun observed, EtlRunStatus status) {
    var run = new EtlRun();
    run.setMetadata(observed.getMetadata());
    run.setSpec(observed.getSpec());
    run.setStatus(status);
    return run;
  }

  private static String word(RunState state, String reason, boolean ended) {
    return switch (state) {
      case QUEUED -> "RunQueued";
      case RUNNING ->
          reason.equals(ADMITTED) ? "RunStarted" : stops(reason) ? "RunStopping" : "RunBlocked";
      case SUCCEEDED -> "RunSucceeded";
      case FAILED -> "RunFailed";
      case CANCELLED -> "RunCancelled";
      case SUPERSEDED -> "RunSuperseded";
      case UNKNOWN -> ended ? "RunUnknown" : "RunOutcomePending";
    };
  }

  /** Other words: it is no run that counts as one. */
  private static String ofBackfill(RunState state, String reason) {
    return switch (state) {
      case QUEUED, SUPERSEDED, UNKNOWN -> "BackfillQueued";
      case RUNNING -> stops(reason) ? "BackfillStopping" : "BackfillStarted";
      case SUCCEEDED -> "BackfillSucceeded";
      case FAILED -> "BackfillFailed";
      case CANCELLED -> "BackfillCancelled";
    };
  }

  private static Kind kind(RunState state, String reason) {
    return switch (state) {
      case FAILED, UNKNOWN -> Kind.WARNING;
      case RUNNING ->
          reason.equals(ADMITTED)
                  || reason.equals(BackfillReason.BACKFILLING.toString())
                  || stops(reason)
              ? Kind.NORMAL
              : Kind.WARNING;
      case QUEUED, SUCCEEDED, CANCELLED, SUPERSEDED -> Kind.NORMAL;
    };
  }

  private static boolean stops(String reason) {
    return reason.equals(AdmissionReason.CANCELLING.toString())
        || reason.equals(AdmissionReason.CANCELLING_IDLE.toString());
  }
}
