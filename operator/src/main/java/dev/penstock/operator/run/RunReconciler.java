package dev.penstock.operator.run;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.operator.admission.Decision;
import dev.penstock.operator.admission.Gate;
import dev.penstock.operator.admission.JobPhase;
import dev.penstock.operator.event.Announcer;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.status.Report;
import dev.penstock.operator.status.RunOutcome;
import dev.penstock.operator.status.RunReason;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Brings a run from its Job to its outcome. An ended run is never looked at again: what its status
 * says outlives Job and pods.
 */
@ControllerConfiguration(name = "runs", fieldManager = "penstock")
public final class RunReconciler implements Reconciler<EtlRun> {
  private final Clock clock;
  private final RunObjects objects;
  private final Gate gate;
  private final JobRequest request;
  private final RunNews news;
  private final Reports reports;

  public RunReconciler(KubernetesClient client, Clock clock, Announcer announcer) {
    this.clock = clock;
    this.objects = new RunObjects(client);
    this.gate = new Gate(client);
    this.request = new JobRequest(client);
    this.news = new RunNews(announcer);
    this.reports = new Reports(client);
  }

  @Override
  public List<EventSource<?, EtlRun>> prepareEventSources(EventSourceContext<EtlRun> context) {
    return RunEventSources.of(context);
  }

  @Override
  public UpdateControl<EtlRun> reconcile(EtlRun run, Context<EtlRun> context) {
    if (run.getSpec() == null || ended(run)) {
      return UpdateControl.noUpdate();
    }
    var status =
        objects
            .job(run, RunJob.recorded(run) || hadJob(run), context)
            .map(job -> follow(run, job, context))
            .orElseGet(() -> begin(run, context));
    if (status.equals(run.getStatus())) {
      return UpdateControl.noUpdate();
    }
    news.tell(run, status);
    return UpdateControl.patchStatus(EtlRun.withStatus(run, status));
  }

  private EtlRunStatus begin(EtlRun run, Context<EtlRun> context) {
    if (RunJob.recorded(run) || hadJob(run)) {
      return gone(run, context);
    }
    return switch (request.make(run)) {
      case JobRequest.Result.Made(var job) -> follow(run, job, context);
      case JobRequest.Result.Refused(var status) ->
          status.state() == RunState.FAILED ? RunEnd.at(status, now()) : status;
    };
  }

  private EtlRunStatus follow(EtlRun run, Job job, Context<EtlRun> context) {
    var identity = RunJob.identity(run, job);
    if (JobPhase.of(job) == JobPhase.SUSPENDED) {
      var queue = RunEventSources.queue(run, context);
      var guess = Gate.decide(queue.with(job), job, queue.limits());
      if (guess instanceof Decision.Wait wait) {
        return RunOutcome.queued(identity, job, wait);
      }
      remember(run, RunOutcome.queued(identity, job, RunNews.ADMITTING), context);
      if (gate.pass(job, identity, queue.limits()) instanceof Decision.Wait wait) {
        return RunOutcome.queued(identity, job, wait);
      }
    }
    return RunOutcome.admitted(
        identity, job, objects.pods(job, context), () -> reports.of(run, job, context));
  }

  /** The Job's name is on the status before the Job may start, so it never gets a second one. */
  private static void remember(EtlRun run, EtlRunStatus status, Context<EtlRun> context) {
    if (!hadJob(run)) {
      context.resourceOperations().serverSideApplyPrimaryStatus(EtlRun.withStatus(run, status));
    }
  }

  private EtlRunStatus gone(EtlRun run, Context<EtlRun> context) {
    var report = reports.ofGone(run, context);
    var known =
        run.getStatus() == null
            ? RunOutcome.withoutJob(RunState.UNKNOWN, RunReason.JOB_GONE.toString(), "")
            : run.getStatus();
    var status = RunOutcome.gone(known, RunJob.name(run), report);
    return report instanceof Report.Pending ? status : RunEnd.at(status, now());
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static boolean hadJob(EtlRun run) {
    return run.getStatus() != null && run.getStatus().job() != null;
  }

  private static boolean ended(EtlRun run) {
    return run.getStatus() != null && run.getStatus().completionTime() != null;
  }
}
