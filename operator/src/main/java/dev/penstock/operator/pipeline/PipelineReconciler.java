package dev.penstock.operator.pipeline;

import dev.penstock.api.AfterStatus;
import dev.penstock.api.ChangeStatus;
import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.validation.Checked;
import dev.penstock.api.validation.Finding;
import dev.penstock.api.validation.Validator;
import dev.penstock.operator.event.Announcer;
import dev.penstock.operator.metrics.SlotsNotInTime;
import dev.penstock.operator.notify.Notifications;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.StatusPen;
import dev.penstock.operator.settings.RunnerImage;
import dev.penstock.operator.settings.RunnerTelemetry;
import dev.penstock.operator.slot.SlotLedger.Account;
import dev.penstock.operator.status.PipelineOutcome;
import dev.penstock.operator.status.Readiness;
import dev.penstock.operator.upstream.Waiting;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Workflow;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Dependent;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Observes, validates, reconciles, in that order. An invalid spec stops before the third: the last
 * good CronJob stays as it is.
 */
@ControllerConfiguration(name = "pipelines", fieldManager = "penstock")
@Workflow(
    explicitInvocation = true,
    dependents = {
      @Dependent(name = "config", type = ConfigMapDependent.class),
      @Dependent(name = "cronjob", type = CronJobDependent.class, dependsOn = "config")
    })
public final class PipelineReconciler implements Reconciler<EtlPipeline> {
  private static final int QUIET_RETRIES = 2;
  private static final Duration NO_ROOM = Duration.ofSeconds(30);

  private final Validator validator = new Validator();
  private final RunnerImage image;
  private final RunnerTelemetry telemetry;
  private final Clock clock;
  private final PipelineNews news;
  private final SlotKeeper slots;
  private final Notifications notifications;
  private final SlotTelling telling;

  public PipelineReconciler(
      RunnerImage image,
      RunnerTelemetry telemetry,
      Clock clock,
      Announcer announcer,
      SlotsNotInTime notInTime,
      Notifications notifications) {
    this.image = image;
    this.telemetry = telemetry;
    this.clock = clock;
    this.news = new PipelineNews(announcer);
    this.telling = new SlotTelling(announcer, notInTime, clock);
    this.slots = new SlotKeeper(clock);
    this.notifications = notifications;
  }

  /** {@return what this reconciliation renders; the dependents read it} */
  static Rendering rendering(Context<EtlPipeline> context) {
    return context
        .managedWorkflowAndDependentResourceContext()
        .getMandatory(Rendering.class, Rendering.class);
  }

  @Override
  public List<EventSource<?, EtlPipeline>> prepareEventSources(
      EventSourceContext<EtlPipeline> context) {
    return Stream.concat(
            PipelineEventSources.of(context).stream(), Stream.of(notifications.pipelineSource()))
        .toList();
  }

  @Override
  public UpdateControl<EtlPipeline> reconcile(EtlPipeline pipeline, Context<EtlPipeline> context) {
    var found = SlotKeeper.cronJob(pipeline, context);
    var readiness = readiness(pipeline, context);
    var runs = context.getSecondaryResources(EtlRun.class);
    var account = slots.account(pipeline, found, runs, context);
    var outcome =
        PipelineOutcome.of(pipeline, readiness, runs, clock.instant())
            .withSlots(slots.said(pipeline, account));
    var others = PipelineEventSources.pipelines(pipeline, context);
    var waiting = Waiting.of(pipeline, readiness instanceof Readiness.Ready, others, runs);
    outcome = outcome.withAfter(waiting.map(Waiting::status).orElse(null));
    var notices = notifications.account(pipeline, outcome.status());
    outcome = outcome.withNotifications(notices.incidents());
    news.tell(pipeline, outcome);
    boolean told = account.map(slot -> telling.tell(pipeline, slot.news())).orElse(true);
    if (told) {
      // Before runs are made: a quota that is full of old records would refuse them.
      OldRecords.sweep(pipeline, runs, outcome.news(), context.getClient());
    } else {
      outcome = outcome.withSlots(slots.said(pipeline, Optional.empty()));
    }
    var pen = new StatusPen<>(pipeline, EtlPipeline::withStatus, context);
    var status = outcome.status();
    outcome.due().ifPresent(change -> makeRun(pipeline, status, change, pen, context));
    if (waiting.flatMap(Waiting::due).isPresent()) {
      outcome = outcome.withAfter(takeCommits(pipeline, status, others, runs, pen, context));
    }
    var slot =
        told
            ? account.flatMap(Account::wake)
            : Optional.of(clock.instant().plus(SlotTelling.PAUSE));
    var wakes = Stream.concat(slot.stream(), notices.wake().stream());
    return written(pipeline, pen, outcome, readiness, wakes);
  }

  @Override
  public ErrorStatusUpdateControl<EtlPipeline> updateErrorStatus(
      EtlPipeline pipeline, Context<EtlPipeline> context, Exception e) {
    slots.refused(RootCause.of(e));
    // A conflict or a moment without the API server is over at the next try: no news.
    if (context.getRetryInfo().map(RetryInfo::getAttemptCount).orElse(0) < QUIET_RETRIES) {
      return ErrorStatusUpdateControl.defaultErrorProcessing();
    }
    var error =
        new Readiness.NotReady(
            "ReconcileError",
            "The objects of pipeline %s can not be written: %s. It is tried again; the operator's log has the details."
                .formatted(pipeline.getMetadata().getName(), RootCause.of(e)));
    var runs = context.getSecondaryResources(EtlRun.class);
    var outcome =
        PipelineOutcome.of(pipeline, error, runs, clock.instant())
            .withSlots(slots.said(pipeline, Optional.empty()));
    if (pipeline.getStatus() != null) {
      notifications.offer(pipeline, pipeline.getStatus());
    }
    outcome =
        outcome.withNotifications(notifications.account(pipeline, outcome.status()).incidents());
    news.tell(pipeline, outcome);
    var status = outcome.status();
    return status.equals(pipeline.getStatus())
        ? ErrorStatusUpdateControl.noStatusUpdate()
        : ErrorStatusUpdateControl.patchStatus(EtlPipeline.withStatus(pipeline, status));
  }

  /**
   * The status goes first, as far as it does not speak of the change: a run of a pipeline that is
   * not seen to be in place waits. What is said of the change goes last: until then it is repeated.
   */
  private static void makeRun(
      EtlPipeline pipeline,
      EtlPipelineStatus status,
      ChangeStatus change,
      StatusPen<EtlPipeline, EtlPipelineStatus> pen,
      Context<EtlPipeline> context) {
    var before = pipeline.getStatus();
    pen.write(status.withChange(before == null ? null : before.change()));
    ChangeRun.make(pipeline, change, context.getClient());
  }

  /** Likewise: what was taken is said last. */
  private @Nullable AfterStatus takeCommits(
      EtlPipeline pipeline,
      EtlPipelineStatus status,
      Map<String, EtlPipeline> others,
      Collection<EtlRun> runs,
      StatusPen<EtlPipeline, EtlPipelineStatus> pen,
      Context<EtlPipeline> context) {
    var before = pipeline.getStatus() == null ? null : pipeline.getStatus().after();
    pen.write(status.withAfter(before));
    return UpstreamRun.make(
            pipeline,
            others,
            runs,
            commits -> news.tellUpstreams(pipeline, commits),
            context.getClient())
        .map(Waiting::status)
        .orElse(before);
  }

  /** Connections are watched apart from pipelines: what isn't seen yet must refuse none. */
  private Readiness readiness(EtlPipeline pipeline, Context<EtlPipeline> context) {
    var seen = PipelineEventSources.seen(pipeline, context);
    var circle = Circle.of(pipeline, validator, context);
    if (circle.isPresent()) {
      var found =
          validator.pipeline(id(pipeline), pipeline.getSpec(), seen)
                  instanceof Checked.Invalid<Pipeline>(var findings)
              ? findings
              : List.<Finding>of();
      return Readiness.invalid(Stream.concat(circle.stream(), found.stream()).toList());
    }
    return switch (validator.pipeline(id(pipeline), pipeline.getSpec(), seen)) {
      case Checked.Valid<Pipeline>(var valid) ->
          apply(Rendering.of(pipeline, valid, seen, image, telemetry), context);
      case Checked.Invalid<Pipeline> ignored -> {
        var current = PipelineEventSources.current(pipeline, context);
        yield switch (validator.pipeline(id(pipeline), pipeline.getSpec(), current)) {
          case Checked.Valid<Pipeline>(var valid) ->
              apply(Rendering.of(pipeline, valid, current, image, telemetry), context);
          case Checked.Invalid<Pipeline>(var findings) -> Readiness.invalid(findings);
        };
      }
    };
  }

  private Readiness apply(Rendering rendering, Context<EtlPipeline> context) {
    var taken = ForeignCronJob.find(rendering, context);
    if (taken.isPresent()) {
      return taken.get();
    }
    var workflow = context.managedWorkflowAndDependentResourceContext();
    workflow.put(Rendering.class, rendering);
    workflow.reconcileManagedWorkflow();
    OldConfigMaps.sweep(rendering, context);
    var timing = rendering.pipeline().timing();
    var next = NextSchedule.after(clock.instant(), timing);
    var hash = rendering.pipeline().hash();
    if (timing.suspended()) {
      return new Readiness.Ready("Suspended", "The schedule is suspended by the spec.", hash, next);
    }
    var after = pipelinesAfter(rendering.resource());
    return timing
        .schedule()
        .map(s -> new Readiness.Ready("Scheduled", "The CronJob is in place.", hash, next))
        .or(() -> after.map(text -> new Readiness.Ready("AfterOthers", text, hash, next)))
        .orElseGet(() ->
            new Readiness.Ready(
                "OnRequest", "Runs are made on request: create an EtlRun.", hash, next));
  }

  private static Optional<String> pipelinesAfter(EtlPipeline pipeline) {
    return Optional.ofNullable(pipeline.getSpec().after())
        .map(after -> "Runs are made when the pipelines of spec.after have committed.");
  }

  private UpdateControl<EtlPipeline> written(
      EtlPipeline pipeline,
      StatusPen<EtlPipeline, EtlPipelineStatus> pen,
      PipelineOutcome outcome,
      Readiness readiness,
      Stream<Instant> wakes) {
    pen.write(outcome.status());
    // What is sent has to be on the status first: whoever comes after a restart goes on from there.
    boolean room = notifications.offer(pipeline, outcome.status());
    if (pen.outdated()) {
      return pen.done(true);
    }
    UpdateControl<EtlPipeline> control = UpdateControl.noUpdate();
    // nextScheduleTime, Fresh and a slot without a Job are out of date then; no event tells so.
    var next =
        readiness instanceof Readiness.Ready ready ? ready.next() : Optional.<Instant>empty();
    var full = room ? Optional.<Instant>empty() : Optional.of(clock.instant().plus(NO_ROOM));
    Stream.concat(Stream.of(next, outcome.stale(), full).flatMap(Optional::stream), wakes)
        .min(Comparator.naturalOrder())
        .map(time -> Duration.between(clock.instant(), time).plusSeconds(1))
        // What was near may have passed meanwhile, and no timer takes a time that has.
        .map(wait -> wait.isPositive() ? wait : StatusPen.AT_ONCE)
        .ifPresent(control::rescheduleAfter);
    return control;
  }

  private static ResourceName id(EtlPipeline pipeline) {
    return new ResourceName(
        pipeline.getMetadata().getNamespace(), pipeline.getMetadata().getName());
  }
}
