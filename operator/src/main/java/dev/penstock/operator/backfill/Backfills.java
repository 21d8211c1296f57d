package dev.penstock.operator.backfill;

import dev.penstock.api.BackfillStatus;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.TargetMode;
import dev.penstock.api.TargetSpec;
import dev.penstock.api.model.Wanted.Window;
import dev.penstock.operator.admission.AdmissionReason;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.resource.Owners;
import dev.penstock.operator.status.RunOutcome;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Carries out backfills: takes one step, and says how far that is. */
public final class Backfills {
  /** Runs of windows that stay after they were counted; all of them would be a thousand. */
  static final int KEPT = 20;

  private static final String WINDOWS = "windows";

  private final KubernetesClient client;

  public Backfills(KubernetesClient client) {
    this.client = client;
  }

  /** {@return whether the run is one} */
  public static boolean is(EtlRun run) {
    return run.getSpec() != null && run.getSpec().backfill() != null;
  }

  /** {@return what wakes a backfill: the runs of its windows} */
  public static EventSource<?, EtlRun> source(EventSourceContext<EtlRun> context) {
    var configuration =
        InformerEventSourceConfiguration.from(EtlRun.class, EtlRun.class)
            .withName(WINDOWS)
            .withLabelSelector(Marks.BACKFILL)
            .withSecondaryToPrimaryMapper(Backfills::backfillOf)
            .withNamespacesInheritedFromController()
            .build();
    return new InformerEventSource<>(configuration, context);
  }

  private static Set<ResourceID> backfillOf(EtlRun run) {
    return Owners.ofKind(run, HasMetadata.getKind(EtlRun.class)).stream()
        .map(owner -> new ResourceID(owner.getName(), run.getMetadata().getNamespace()))
        .collect(Collectors.toSet());
  }

  /** {@return the runs of its windows, as far as the cache knows them} */
  public static Stream<EtlRun> runs(EtlRun backfill, Context<EtlRun> context) {
    return is(backfill)
        ? cache(context)
            .list(backfill.getMetadata().getNamespace(), run -> Owners.owns(backfill, run))
        : Stream.empty();
  }

  /**
   * {@return whether this status is the first to say by which zone the windows are cut} Only then
   * one is made: the zone of the pipeline may change while an operator is away.
   */
  public static boolean begins(EtlRun backfill, EtlRunStatus status) {
    return far(backfill).isEmpty() && status.backfill() != null;
  }

  /**
   * Takes the next step; the first one is to note the zone.
   *
   * @param now RFC 3339
   */
  public EtlRunStatus follow(EtlRun backfill, String now, Context<EtlRun> context) {
    var noted = far(backfill).map(BackfillStatus::timeZone);
    // Only the first look needs it.
    var pipeline = noted.isPresent() ? Optional.<EtlPipelineSpec>empty() : pipeline(backfill);
    var zone = noted.or(() -> pipeline.map(Backfills::zone)).flatMap(Backfills::parsed);
    if (zone.isEmpty()) {
      return Boolean.TRUE.equals(backfill.getSpec().cancel())
          ? RunOutcome.withoutJob(
              RunState.CANCELLED, BackfillReason.BACKFILL_CANCELLED.toString(), noWindow(backfill))
          : waits(backfill);
    }
    if (pipeline.filter(Backfills::replacesDays).isPresent()) {
      return Progress.refused(backfill, readsAll(backfill), now);
    }
    return switch (Windows.of(Objects.requireNonNull(backfill.getSpec().backfill()), zone.get())) {
      case Windows.Refused(var why) -> Progress.refused(backfill, why, now);
      case Windows.Cut(var windows) ->
          noted.isEmpty()
              ? new Progress(backfill, windows, zone.get(), 0L, now).begun()
              : step(backfill, windows, zone.get(), now, context);
    };
  }

  private EtlRunStatus step(
      EtlRun backfill, List<Window> windows, ZoneId zone, String now, Context<EtlRun> context) {
    int counted = counted(backfill);
    sweep(backfill, windows, counted, context);
    var spec = backfill.getSpec();
    var step =
        Step.next(
            windows.size(),
            counted,
            number -> run(backfill, windows.get(number), context).map(Backfills::child),
            Boolean.TRUE.equals(spec.cancel()),
            Boolean.TRUE.equals(spec.pause()));
    switch (step) {
      // Of one that is there meanwhile the API server says so, and the next look finds it.
      case Step.Make(int done) ->
          client.resource(WindowRun.desired(backfill, windows.get(done))).create();
      case Step.Stop(int done, var child) -> cancel(backfill, child.run());
      case Step.Follow ignored -> {}
      case Step.Pause ignored -> {}
      case Step.Succeed ignored -> {}
      case Step.Fail ignored -> {}
      case Step.Cancel ignored -> {}
    }
    var rows = rows(backfill, windows.subList(counted, step.done()), counted, context);
    return new Progress(backfill, windows, zone, rows, now).after(step);
  }

  /** The cache may lag behind, and a run that it lacks must not be made again. */
  private Optional<EtlRun> run(EtlRun backfill, Window window, Context<EtlRun> context) {
    var name = WindowRun.name(backfill, window);
    var namespace = backfill.getMetadata().getNamespace();
    return cache(context)
        .get(new ResourceID(name, namespace))
        .filter(run -> Owners.owns(backfill, run))
        .or(() ->
            Optional.ofNullable(
                    client.resources(EtlRun.class).inNamespace(namespace).withName(name).get())
                .filter(run -> Owners.owns(backfill, run)));
  }

  private static Step.Child child(EtlRun run) {
    var status = run.getStatus();
    var state = status == null ? null : status.state();
    return new Step.Child(
        run.getMetadata().getName(),
        Objects.requireNonNullElse(state, RunState.QUEUED),
        status != null && status.completionTime() != null,
        Boolean.TRUE.equals(run.getSpec().cancel()));
  }

  private void cancel(EtlRun backfill, String run) {
    client
        .resources(EtlRun.class)
        .inNamespace(backfill.getMetadata().getNamespace())
        .withName(run)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"cancel\":true}}");
  }

  /** Rows are counted by the same write that counts the window. */
  private @Nullable Long rows(
      EtlRun backfill, List<Window> news, int counted, Context<EtlRun> context) {
    var before = backfill.getStatus() == null ? null : backfill.getStatus().rows();
    if (before == null && counted > 0) {
      return null;
    }
    var sum = before == null ? 0L : before;
    for (var window : news) {
      var rows =
          run(backfill, window, context)
              .map(EtlRun::getStatus)
              .map(EtlRunStatus::rows)
              .orElse(null);
      if (rows == null) {
        return null;
      }
      sum += rows;
    }
    return sum;
  }

  /** What the status has counted is not needed any more. */
  private void sweep(EtlRun backfill, List<Window> windows, int counted, Context<EtlRun> context) {
    if (counted <= KEPT) {
      return;
    }
    var kept = windows.get(counted - KEPT).start().toString();
    cache(context)
        .list(
            backfill.getMetadata().getNamespace(),
            run -> Owners.owns(backfill, run) && ended(run) && start(run).compareTo(kept) < 0)
        .toList()
        .forEach(run -> client.resource(run).delete());
  }

  private static boolean ended(EtlRun run) {
    return run.getStatus() != null && run.getStatus().completionTime() != null;
  }

  private static String start(EtlRun run) {
    var window = run.getSpec().window();
    return window == null || window.start() == null ? "~" : window.start();
  }

  private static int counted(EtlRun backfill) {
    return far(backfill).map(BackfillStatus::done).orElse(0);
  }

  private static Optional<BackfillStatus> far(EtlRun backfill) {
    return Optional.ofNullable(backfill.getStatus()).map(EtlRunStatus::backfill);
  }

  private static boolean replacesDays(EtlPipelineSpec spec) {
    return Objects.requireNonNullElse(spec.targets(), List.<TargetSpec>of()).stream()
        .anyMatch(target -> target != null && target.mode() == TargetMode.WINDOW);
  }

  private static String readsAll(EtlRun backfill) {
    return "asks for windows of pipeline %s, whose target of mode Window takes all that its source brings in one run. Ask for one run of the whole stretch in its place."
        .formatted(backfill.getSpec().pipeline());
  }

  private static String zone(EtlPipelineSpec spec) {
    return Objects.requireNonNullElse(spec.timeZone(), "Etc/UTC");
  }

  private static Optional<ZoneId> parsed(String zone) {
    try {
      return Optional.of(ZoneId.of(zone));
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }

  private Optional<EtlPipelineSpec> pipeline(EtlRun backfill) {
    return Optional.ofNullable(
            client
                .resources(EtlPipeline.class)
                .inNamespace(backfill.getMetadata().getNamespace())
                .withName(backfill.getSpec().pipeline())
                .get())
        .map(EtlPipeline::getSpec);
  }

  private static String noWindow(EtlRun backfill) {
    return "Backfill %s was cancelled before its first window. Create another EtlRun when it is wanted."
        .formatted(backfill.getMetadata().getName());
  }

  private static EtlRunStatus waits(EtlRun backfill) {
    return RunOutcome.withoutJob(
        RunState.QUEUED,
        AdmissionReason.PIPELINE_NOT_READY.toString(),
        "There is no EtlPipeline %s with a time zone in namespace %s, by which the windows are cut. Create or correct it, or delete this run."
            .formatted(backfill.getSpec().pipeline(), backfill.getMetadata().getNamespace()));
  }

  private static InformerEventSource<EtlRun, EtlRun> cache(Context<EtlRun> context) {
    return (InformerEventSource<EtlRun, EtlRun>)
        context.eventSourceRetriever().getEventSourceFor(EtlRun.class, WINDOWS);
  }
}
