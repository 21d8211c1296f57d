package dev.penstock.operator.run;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.operator.admission.Gate;
import dev.penstock.operator.admission.JobPhase;
import dev.penstock.operator.admission.JobStanding;
import dev.penstock.operator.backfill.Backfills;
import dev.penstock.operator.event.Announcer;
import dev.penstock.operator.progress.ProgressSource;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.StatusPen;
import dev.penstock.operator.status.Report;
import dev.penstock.operator.status.RunConditions;
import dev.penstock.operator.status.RunOutcome;
import dev.penstock.operator.status.StoppedOutcome;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings a run from its Job to its outcome. What the status of an ended run says is never changed
 * again: it outlives Job and pods.
 */
@ControllerConfiguration(name = "runs", fieldManager = "penstock")
public final class RunReconciler implements Reconciler<EtlRun> {
  private static final int QUIET_RETRIES = 2;

  private final Clock clock;
  private final RunObjects objects;
  private final JobRequest request;
  private final Queueing queueing;
  private final Stopping stopping;
  private final RunNews news;
  private final ProgressSource progress;
  private final Reports reports;
  private final Backfills backfills;

  public RunReconciler(KubernetesClient client, Clock clock, Announcer announcer) {
    this.clock = clock;
    this.objects = new RunObjects(client);
    this.request = new JobRequest(client);
    this.queueing = new Queueing(client, new Gate(client));
    this.stopping = new Stopping(client);
    this.news = new RunNews(announcer);
    this.progress = new ProgressSource(client, clock);
    this.reports = new Reports(client);
    this.backfills = new Backfills(client);
  }

  @Override
  public List<EventSource<?, EtlRun>> prepareEventSources(EventSourceContext<EtlRun> context) {
    var sources = new ArrayList<EventSource<?, EtlRun>>(RunEventSources.of(context));
    sources.add(progress);
    sources.add(Backfills.source(context));
    return sources;
  }

  @Override
  public UpdateControl<EtlRun> reconcile(EtlRun run, Context<EtlRun> context) {
    try {
      if (ended(run.getStatus())) {
        Leftovers.sweep(run, context);
        return Expiry.follow(run, clock.instant(), context);
      }
      var pen = new StatusPen<>(run, EtlRun::withStatus, context);
      return written(run, next(run, pen, context), pen);
    } catch (KubernetesClientException refused) {
      if (NamespaceEnding.says(refused)) {
        return UpdateControl.noUpdate();
      }
      throw refused;
    }
  }

  @Override
  public ErrorStatusUpdateControl<EtlRun> updateErrorStatus(
      EtlRun run, Context<EtlRun> context, Exception e) {
    // A conflict or a moment without the API server is over at the next try: no news.
    if (ended(run.getStatus())
        || context.getRetryInfo().map(RetryInfo::getAttemptCount).orElse(0) < QUIET_RETRIES) {
      return ErrorStatusUpdateControl.defaultErrorProcessing();
    }
    var observed = RunOutcome.notWritten(run, String.valueOf(e.getMessage()));
    var status = RunConditions.on(run, observed, clock.instant());
    news.tell(run, status);
    return status.equals(run.getStatus())
        ? ErrorStatusUpdateControl.noStatusUpdate()
        : ErrorStatusUpdateControl.patchStatus(EtlRun.withStatus(run, status));
  }

  private UpdateControl<EtlRun> written(
      EtlRun run, EtlRunStatus observed, StatusPen<EtlRun, EtlRunStatus> pen) {
    var status = RunConditions.on(run, progress.on(run, observed), clock.instant());
    boolean changes = !status.equals(run.getStatus());
    if (changes) {
      news.tell(run, status);
    }
    pen.write(status);
    // What is done next has to find this status in place, also after a restart.
    return pen.done(
        changes
            && (StoppedOutcome.stopping(status) || ended(status) || Backfills.begins(run, status)));
  }

  private EtlRunStatus next(
      EtlRun run, StatusPen<EtlRun, EtlRunStatus> pen, Context<EtlRun> context) {
    var refused = RunCheck.refusal(run);
    if (refused.isPresent()) {
      return finished(refused.get());
    }
    if (Backfills.is(run)) {
      return finished(backfills.follow(run, now(), context));
    }
    return objects
        .job(run, RunJob.recorded(run) || hadJob(run), context)
        .map(job -> follow(run, job, pen, context))
        .orElseGet(() -> begin(run, pen, context));
  }

  private EtlRunStatus begin(
      EtlRun run, StatusPen<EtlRun, EtlRunStatus> pen, Context<EtlRun> context) {
    if (RunJob.recorded(run) || hadJob(run)) {
      return GoneJob.status(run, () -> report(run, () -> reports.ofGone(run, context)), now());
    }
    if (cancelled(run)) {
      return Withdrawal.ended(run, now());
    }
    return switch (request.make(run)) {
      case JobRequest.Result.Made(var job) -> follow(run, job, pen, context);
      case JobRequest.Result.Refused(var status) -> finished(status);
    };
  }

  private EtlRunStatus follow(
      EtlRun run, Job job, StatusPen<EtlRun, EtlRunStatus> pen, Context<EtlRun> context) {
    return switch (JobStanding.of(job)) {
      case WAITING ->
          queueing
              .follow(run, job, now(), pen, context)
              .orElseGet(() -> admitted(run, job, context));
      case WITHDRAWN -> Withdrawal.ended(run, job, now());
      case RESUMED -> stop(run, job, context);
      case ADMITTED -> cancelled(run) ? stop(run, job, context) : admitted(run, job, context);
      case HELD ->
          cancelled(run) ? stop(run, job, context) : RunNews.held(job, admitted(run, job, context));
      case ENDED ->
          StoppedOutcome.stopping(run.getStatus()) && JobPhase.of(job) == JobPhase.FAILED
              ? stop(run, job, context)
              : admitted(run, job, context);
    };
  }

  private EtlRunStatus stop(EtlRun run, Job job, Context<EtlRun> context) {
    return stopping.follow(run, job, () -> report(run, () -> reports.of(run, job, context)), now());
  }

  private EtlRunStatus admitted(EtlRun run, Job job, Context<EtlRun> context) {
    return RunOutcome.admitted(
        RunJob.identity(run, job),
        job,
        objects.pods(job, context),
        () -> report(run, () -> reports.of(run, job, context)));
  }

  private static Report report(EtlRun run, Supplier<Report> log) {
    return RunJob.isDry(run) ? new Report.Dry() : log.get();
  }

  /** A refusal that is an end has a time. */
  private EtlRunStatus finished(EtlRunStatus refusal) {
    return refusal.state() != null && refusal.state().terminal() && refusal.completionTime() == null
        ? RunEnd.at(refusal, now())
        : refusal;
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static boolean cancelled(EtlRun run) {
    return Boolean.TRUE.equals(run.getSpec().cancel());
  }

  private static boolean hadJob(EtlRun run) {
    return run.getStatus() != null && run.getStatus().job() != null;
  }

  private static boolean ended(@Nullable EtlRunStatus status) {
    return status != null && status.completionTime() != null;
  }
}
