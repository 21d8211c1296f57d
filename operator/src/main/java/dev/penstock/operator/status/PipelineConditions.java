package dev.penstock.operator.status;

import dev.penstock.api.ChangeStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.RunSummary;
import dev.penstock.api.StatusCondition;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.status.Conditions.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The conditions of a pipeline: {@code Ready, LastRunSucceeded, Verified}, and {@code Fresh}. */
final class PipelineConditions {
  private final EtlPipeline pipeline;
  private final RunHistory history;
  private final Conditions conditions;
  private final Instant now;

  PipelineConditions(EtlPipeline pipeline, RunHistory history, Instant now) {
    var status = pipeline.getStatus();
    this.pipeline = pipeline;
    this.history = history;
    this.now = now;
    this.conditions =
        new Conditions(
            status == null ? null : status.conditions(),
            pipeline.getMetadata().getGeneration(),
            now);
  }

  List<StatusCondition> all(Readiness readiness, String hash, Change change, Optional<Age> age) {
    var all = new ArrayList<StatusCondition>();
    all.add(
        conditions.condition(
            "Ready",
            State.of(readiness instanceof Readiness.Ready),
            readiness.reason(),
            readiness.message(),
            Bounded.READY));
    all.add(lastRunSucceeded());
    all.add(verified(hash, change));
    age.ifPresent(limit -> all.add(fresh(limit)));
    return List.copyOf(all);
  }

  private StatusCondition lastRunSucceeded() {
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

  /**
   * By the hash alone: a schedule that is suspended or a connection that is gone changes nothing.
   */
  private StatusCondition verified(String hash, Change change) {
    var type = "Verified";
    var success = history.lastSuccessful().filter(run -> hash.equals(run.specHash()));
    if (success.isPresent()) {
      return conditions.condition(
          type,
          State.TRUE,
          "RunSucceeded",
          "Run %s of exactly this spec has succeeded.".formatted(success.get().name()));
    }
    var last =
        history.last().filter(run -> hash.equals(run.specHash())).map(PipelineConditions::ended);
    var pending =
        change.status().filter(answered -> hash.equals(answered.specHash())).map(ChangeStatus::run);
    var why =
        last.or(() -> pending.map(PipelineConditions::pending))
            .orElseGet(() ->
                Change.waitsForResume(pipeline, hash)
                    ? new Why(
                        "Suspended",
                        "The run of this spec is made when the pipeline is resumed: set suspend to"
                            + " false.")
                    : new Why(
                        "NoSuccessYet",
                        "No run of exactly this spec has succeeded yet. Create an EtlRun, or wait"
                            + " for the schedule."));
    return conditions.condition(type, State.FALSE, why.reason, why.message);
  }

  private record Why(String reason, String message) {}

  private static Why ended(RunSummary run) {
    var reason =
        switch (Objects.requireNonNullElse(run.result(), RunState.UNKNOWN)) {
          case FAILED -> "RunFailed";
          case CANCELLED -> "RunCancelled";
          case SUPERSEDED -> "RunSuperseded";
          case QUEUED, RUNNING, SUCCEEDED, UNKNOWN -> "RunUnknown";
        };
    return new Why(
        reason,
        "Run %s of exactly this spec has not succeeded; see condition LastRunSucceeded. Correct the spec, or create an EtlRun to try it again."
            .formatted(run.name()));
  }

  private static Why pending(String run) {
    return new Why(
        "RunPending", "Run %s of exactly this spec was made and has not ended yet.".formatted(run));
  }

  private StatusCondition fresh(Age age) {
    var type = "Fresh";
    var name = pipeline.getMetadata().getName();
    if (Boolean.TRUE.equals(pipeline.getSpec().suspend())) {
      return conditions.condition(
          type,
          State.UNKNOWN,
          "Suspended",
          "Pipeline %s is suspended, so its age is not judged.".formatted(name));
    }
    var limit = pipeline.getSpec().freshness();
    var has =
        history
            .fresh()
            .map(run -> "the newest success ended at ")
            .orElse("it was made, without a success, at ");
    var windows =
        history.lastSuccessful().map(RunSummary::completionTime).equals(history.fresh())
            ? ""
            : " Runs over windows do not count.";
    var text =
        "Pipeline %s: %s%s, and freshness is %s.%s"
            .formatted(name, has, age.since(), limit, windows);
    return age.isStale(now)
        ? conditions.condition(
            type,
            State.FALSE,
            "Stale",
            text + " See the conditions Ready and LastRunSucceeded, or create an EtlRun.")
        : conditions.condition(type, State.TRUE, "RecentEnough", text);
  }

  private static String text(@Nullable String value, String absent) {
    return value == null ? absent : value;
  }
}
