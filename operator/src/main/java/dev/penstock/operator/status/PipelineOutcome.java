package dev.penstock.operator.status;

import dev.penstock.api.AfterStatus;
import dev.penstock.api.ChangeStatus;
import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.NotificationStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.RunSummary;
import dev.penstock.api.SlotsStatus;
import dev.penstock.api.validation.CanonicalSpec;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The status of a pipeline and what is new in it.
 *
 * @param news the runs whose end has not been counted before, the oldest first
 * @param due the change whose EtlRun is to be made before the status is written
 * @param stale when Fresh turns False if nothing happens; empty: it will not
 */
public record PipelineOutcome(
    EtlPipelineStatus status,
    List<RunSummary> news,
    Optional<ChangeStatus> due,
    Optional<Instant> stale) {
  public PipelineOutcome {
    news = List.copyOf(news);
  }

  /** {@return the status that continues the observed one} */
  public static PipelineOutcome of(
      EtlPipeline pipeline, Readiness readiness, Collection<EtlRun> all, Instant now) {
    var runs = all.stream().filter(run -> concerns(pipeline, run)).toList();
    var working =
        all.stream()
            .filter(run -> run.getSpec() == null || run.getSpec().backfill() == null)
            .toList();
    var history = RunHistory.of(pipeline.getStatus(), runs);
    var news = history.news(runs);
    var windows = RunHistory.windows(runs);
    for (var run : news) {
      history = history.and(run, windows.contains(run.uid()));
    }
    var hash = hash(pipeline, readiness);
    var verified = history.lastSuccessful().map(RunSummary::specHash).filter(hash::equals);
    var change = Change.of(pipeline, readiness, verified.isPresent(), runs);
    var age = Age.of(pipeline, history.fresh());
    var active = active(working);
    var status =
        new EtlPipelineStatus(
            pipeline.getMetadata().getGeneration(),
            new PipelineConditions(pipeline, history, now).all(readiness, hash, change, age),
            next(readiness),
            active.map(run -> run.getMetadata().getName()).orElse(null),
            history.last().orElse(null),
            history.lastSuccessful().orElse(null),
            history.consecutiveFailures(),
            active.map(run -> run.getStatus().state()).orElse(null),
            change.status().orElse(null),
            history.recent(),
            pipeline.getStatus() == null ? null : pipeline.getStatus().slots(),
            pipeline.getStatus() == null ? null : pipeline.getStatus().after(),
            history.fresh().orElse(null),
            pipeline.getStatus() == null ? null : pipeline.getStatus().notifications());
    var suspended = pipeline.getSpec() != null && Boolean.TRUE.equals(pipeline.getSpec().suspend());
    return new PipelineOutcome(
        status,
        news,
        change.status().filter(answered -> change.due()),
        age.filter(limit -> !suspended && !limit.isStale(now)).map(Age::until));
  }

  /** {@return whether the end of the run is in the pipeline's written status, or never will be} */
  public static boolean counts(EtlPipeline pipeline, EtlRun run) {
    var runs = List.of(run);
    return !concerns(pipeline, run)
        || RunHistory.of(pipeline.getStatus(), runs).news(runs).isEmpty();
  }

  /** {@return the same with that account of the slots instead of the observed one} */
  public PipelineOutcome withSlots(@Nullable SlotsStatus slots) {
    return new PipelineOutcome(status.withSlots(slots), news, due, stale);
  }

  /** {@return the same with that account of spec.after instead of the observed one} */
  public PipelineOutcome withAfter(@Nullable AfterStatus after) {
    return new PipelineOutcome(status.withAfter(after), news, due, stale);
  }

  /** {@return the same with that account of who has been told instead of the observed one} */
  public PipelineOutcome withNotifications(@Nullable List<NotificationStatus> notifications) {
    return new PipelineOutcome(status.withNotifications(notifications), news, due, stale);
  }

  /**
   * A run that ended before this pipeline was made is one of an earlier pipeline of its name; a
   * backfill runs nothing itself, and of a dry run nothing counts.
   */
  private static boolean concerns(EtlPipeline pipeline, EtlRun run) {
    if (run.getSpec() != null && (run.getSpec().backfill() != null || run.getSpec().isDry())) {
      return false;
    }
    var made = pipeline.getMetadata().getCreationTimestamp();
    var ended = run.getStatus() == null ? null : run.getStatus().completionTime();
    return made == null || ended == null || ended.compareTo(made) >= 0;
  }

  private static String hash(EtlPipeline pipeline, Readiness readiness) {
    return switch (readiness) {
      case Readiness.Ready ready -> ready.hash().hex();
      case Readiness.NotReady notReady ->
          pipeline.getSpec() == null ? "" : CanonicalSpec.hash(pipeline.getSpec()).hex();
    };
  }

  private static @Nullable String next(Readiness readiness) {
    return readiness instanceof Readiness.Ready ready
        ? ready.next().map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString()).orElse(null)
        : null;
  }

  /** The run that is running, else the one that has waited longest. */
  private static Optional<EtlRun> active(Collection<EtlRun> runs) {
    return runs.stream()
        .filter(run -> run.getStatus() != null)
        .filter(run ->
            run.getStatus().state() == RunState.RUNNING
                || run.getStatus().state() == RunState.QUEUED)
        .min(
            Comparator.<EtlRun, Boolean>comparing(
                    run -> run.getStatus().state() != RunState.RUNNING)
                .thenComparing(run -> run.getMetadata().getCreationTimestamp())
                .thenComparing(run -> run.getMetadata().getName()));
  }
}
