package dev.penstock.operator.status;

import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.RunSummary;
import dev.penstock.api.StatusCondition;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.status.Conditions.State;
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
 * @param news the runs that have ended since the status before, the oldest first
 */
public record PipelineOutcome(EtlPipelineStatus status, List<RunSummary> news) {
  public PipelineOutcome {
    news = List.copyOf(news);
  }

  /** {@return the status that continues the observed one} */
  public static PipelineOutcome of(
      EtlPipeline pipeline, Readiness readiness, Collection<EtlRun> runs, Instant now) {
    var history = RunHistory.of(pipeline.getStatus());
    var news = history.news(runs);
    for (var run : news) {
      history = history.and(run);
    }
    var generation = pipeline.getMetadata().getGeneration();
    var conditions = new Conditions(pipeline.getStatus(), generation, now);
    var status =
        new EtlPipelineStatus(
            generation,
            List.of(
                ready(conditions, readiness),
                lastRunSucceeded(conditions, history),
                verified(conditions, readiness, history)),
            next(readiness),
            active(runs).orElse(null),
            history.last().orElse(null),
            history.lastSuccessful().orElse(null),
            history.consecutiveFailures());
    return new PipelineOutcome(status, news);
  }

  private static StatusCondition ready(Conditions conditions, Readiness readiness) {
    var state = State.of(readiness instanceof Readiness.Ready);
    return conditions.condition("Ready", state, readiness.reason(), readiness.message());
  }

  private static StatusCondition lastRunSucceeded(Conditions conditions, RunHistory history) {
    var type = "LastRunSucceeded";
    if (history.last().isEmpty()) {
      return conditions.condition(type, State.UNKNOWN, "NoRunYet", "No run has ended yet.");
    }
    var run = history.last().get();
    var state =
        run.result() == RunState.UNKNOWN
            ? State.UNKNOWN
            : State.of(run.result() == RunState.SUCCEEDED);
    return conditions.condition(
        type,
        state,
        text(run.reason(), "Unknown"),
        "Run %s: %s".formatted(run.name(), text(run.message(), "")));
  }

  private static StatusCondition verified(
      Conditions conditions, Readiness readiness, RunHistory history) {
    var type = "Verified";
    return switch (readiness) {
      case Readiness.NotReady(var reason, var message) ->
          conditions.condition(
              type, State.FALSE, reason, "A spec that is not in place can not be verified.");
      case Readiness.Ready ready -> {
        var success =
            history.lastSuccessful().filter(run -> ready.hash().hex().equals(run.specHash()));
        yield success
            .map(run ->
                conditions.condition(
                    type,
                    State.TRUE,
                    "RunSucceeded",
                    "Run %s of exactly this spec has succeeded.".formatted(run.name())))
            .orElseGet(() ->
                conditions.condition(
                    type,
                    State.FALSE,
                    "NoSuccessYet",
                    "No run of exactly this spec has succeeded yet."));
      }
    };
  }

  private static @Nullable String next(Readiness readiness) {
    return readiness instanceof Readiness.Ready ready
        ? ready.next().map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString()).orElse(null)
        : null;
  }

  /** The run that is running, else the one that has waited longest. */
  private static Optional<String> active(Collection<EtlRun> runs) {
    return runs.stream()
        .filter(run -> run.getStatus() != null)
        .filter(run ->
            run.getStatus().state() == RunState.RUNNING
                || run.getStatus().state() == RunState.QUEUED)
        .min(
            Comparator.<EtlRun, Boolean>comparing(
                    run -> run.getStatus().state() != RunState.RUNNING)
                .thenComparing(run -> run.getMetadata().getCreationTimestamp())
                .thenComparing(run -> run.getMetadata().getName()))
        .map(run -> run.getMetadata().getName());
  }

  private static String text(@Nullable String value, String absent) {
    return value == null ? absent : value;
  }
}
