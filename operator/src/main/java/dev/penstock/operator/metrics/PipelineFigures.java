package dev.penstock.operator.metrics;

import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.SlotCounts;
import dev.penstock.api.SlotState;
import dev.penstock.api.SlotStatus;
import dev.penstock.api.SlotsStatus;
import dev.penstock.api.StatusCondition;
import dev.penstock.api.validation.Freshness;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.slot.ExpectedTimes;
import dev.penstock.operator.slot.SlotReason;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the resources say of one pipeline, as figures. A figure that is not known is not there. */
final class PipelineFigures {
  /** Slots that nobody missed. */
  private static final Set<String> MEANT =
      Set.of(SlotReason.SUSPENDED.toString(), SlotReason.SCHEDULE_CHANGED.toString());

  private final Map<Figure, Double> figures = new LinkedHashMap<>();
  private final EtlPipeline pipeline;
  private final Collection<EtlRun> runs;

  private PipelineFigures(EtlPipeline pipeline, Collection<EtlRun> runs) {
    this.pipeline = pipeline;
    this.runs = runs;
  }

  /**
   * {@return the figures of a pipeline}
   *
   * @param runs of that pipeline, without backfills
   */
  static Map<Figure, Double> of(EtlPipeline pipeline, Collection<EtlRun> runs) {
    var made = new PipelineFigures(pipeline, runs);
    made.conditions();
    made.put(PipelineGauge.SUSPENDED, "", suspended(pipeline.getSpec()) ? 1 : 0);
    made.ended(pipeline.getStatus());
    made.active();
    made.slots(pipeline.getStatus() == null ? null : pipeline.getStatus().slots());
    PublishedCommits.behind(pipeline, runs)
        .forEach((target, behind) -> made.put(PipelineGauge.COMMITS_BEHIND, target, behind));
    return Map.copyOf(made.figures);
  }

  private void conditions() {
    for (var type : ConditionState.TYPES) {
      var isFalse = ConditionState.of(pipeline, type) == ConditionState.FALSE;
      put(PipelineGauge.CONDITION_FALSE, type, isFalse ? 1 : 0);
    }
  }

  private void ended(@Nullable EtlPipelineStatus status) {
    var failures = status == null ? null : status.consecutiveFailures();
    put(PipelineGauge.CONSECUTIVE_FAILURES, "", Objects.requireNonNullElse(failures, 0));
    var success = status == null ? null : status.lastSuccessfulRun();
    if (success != null) {
      var fresh = status == null ? null : status.freshTime();
      put(
          PipelineGauge.LAST_SUCCESS,
          Seconds.since1970(fresh == null ? success.completionTime() : fresh));
      put(
          PipelineGauge.LAST_SUCCESS_DURATION,
          Seconds.between(success.startTime(), success.completionTime()));
      if (success.rows() != null) {
        put(PipelineGauge.LAST_SUCCESS_ROWS, "", success.rows());
      }
    } else if (shouldRun(pipeline.getSpec(), status)) {
      put(PipelineGauge.WITHOUT_SUCCESS, due(pipeline.getSpec(), status));
    }
    Freshness.of(pipeline.getSpec())
        .ifPresent(age -> put(PipelineGauge.FRESHNESS, "", age.toSeconds()));
  }

  private static boolean suspended(@Nullable EtlPipelineSpec spec) {
    return spec != null && Boolean.TRUE.equals(spec.suspend());
  }

  /** One that runs on request alone, and was never asked, lacks no success. */
  private static boolean shouldRun(
      @Nullable EtlPipelineSpec spec, @Nullable EtlPipelineStatus status) {
    if (spec == null || suspended(spec)) {
      return false;
    }
    var asked = status != null && status.lastRun() != null;
    return spec.schedule() != null || asked || waitsForOthers(spec);
  }

  private static boolean waitsForOthers(EtlPipelineSpec spec) {
    return spec.schedule() == null && spec.after() != null;
  }

  /** The first slot is the first time at which it should have run. */
  private OptionalDouble due(EtlPipelineSpec spec, @Nullable EtlPipelineStatus status) {
    var since = expectedSince(status);
    if (waitsForOthers(spec)) {
      // Until those have committed nobody expects it to run, however long that takes.
      var first = firstRun(status);
      return first.isEmpty() || since.isEmpty()
          ? first
          : OptionalDouble.of(Math.max(first.getAsDouble(), since.getAsDouble()));
    }
    var slots = status == null ? null : status.slots();
    if (since.isEmpty() || slots == null || slots.schedule() == null || slots.timeZone() == null) {
      return since;
    }
    try {
      return ExpectedTimes.of(slots.schedule(), ZoneId.of(slots.timeZone()))
          .flatMap(times -> times.after(Instant.ofEpochSecond((long) since.getAsDouble())))
          .map(first -> OptionalDouble.of(first.getEpochSecond()))
          .orElse(since);
    } catch (DateTimeException unknownZone) {
      return since;
    }
  }

  /**
   * When the first run was made. Runs are kept for a while; that one has failed, and none has
   * succeeded since, stays on the status.
   */
  private OptionalDouble firstRun(@Nullable EtlPipelineStatus status) {
    var made =
        runs.stream()
            .filter(run -> !PublishedCommits.older(run.getStatus(), pipeline))
            .map(run -> run.getMetadata().getCreationTimestamp());
    var failing =
        conditions(status).stream()
            .filter(condition -> "LastRunSucceeded".equals(condition.type()))
            .filter(condition -> "False".equals(condition.status()))
            .map(StatusCondition::lastTransitionTime);
    return Stream.concat(made, failing)
        .map(Seconds::since1970)
        .flatMapToDouble(OptionalDouble::stream)
        .min();
  }

  private static List<StatusCondition> conditions(@Nullable EtlPipelineStatus status) {
    return status == null || status.conditions() == null ? List.of() : status.conditions();
  }

  /** A suspension that has ended counts for nothing. */
  private OptionalDouble expectedSince(@Nullable EtlPipelineStatus status) {
    var made = Seconds.since1970(pipeline.getMetadata().getCreationTimestamp());
    var slots = status == null ? null : status.slots();
    var since = Seconds.since1970(slots == null ? null : slots.since());
    return made.isEmpty() || since.isEmpty()
        ? made
        : OptionalDouble.of(Math.max(made.getAsDouble(), since.getAsDouble()));
  }

  private void active() {
    put(
        PipelineGauge.RUNNING_SINCE,
        oldest(
            RunState.RUNNING, run -> run.getStatus() == null ? null : run.getStatus().startTime()));
    put(
        PipelineGauge.QUEUED_SINCE,
        oldest(RunState.QUEUED, run -> run.getMetadata().getCreationTimestamp()));
  }

  private OptionalDouble oldest(RunState state, Function<EtlRun, @Nullable String> time) {
    return runs.stream()
        .filter(run -> ActiveRuns.state(run) == state)
        .map(time::apply)
        .map(Seconds::since1970)
        .flatMapToDouble(OptionalDouble::stream)
        .min();
  }

  private void slots(@Nullable SlotsStatus slots) {
    if (slots == null) {
      return;
    }
    if (slots.counts() != null) {
      counts(slots.counts());
    }
    if (slots.recent() != null) {
      var newest =
          slots.recent().stream()
              .filter(PipelineFigures::missed)
              .map(slot -> slot.lastTime() == null ? slot.time() : slot.lastTime())
              .map(Seconds::since1970)
              .flatMapToDouble(OptionalDouble::stream)
              .max();
      put(PipelineGauge.MISSED_SLOT, newest);
    }
  }

  private void counts(SlotCounts counts) {
    count("Succeeded", counts.succeeded());
    count("Failed", counts.failed());
    count("Cancelled", counts.cancelled());
    count("Superseded", counts.superseded());
    count("Skipped", counts.skipped());
    count("Unknown", counts.unknown());
  }

  private void count(String outcome, @Nullable Long slots) {
    if (slots != null && slots > 0) {
      put(PipelineGauge.SLOTS, outcome, slots);
    }
  }

  private static boolean missed(SlotStatus slot) {
    var reason = Objects.requireNonNullElse(slot.reason(), "");
    return slot.outcome() == SlotState.UNKNOWN
        || slot.outcome() == SlotState.SKIPPED && !MEANT.contains(reason);
  }

  private void put(PipelineGauge gauge, OptionalDouble value) {
    value.ifPresent(known -> put(gauge, "", known));
  }

  private void put(PipelineGauge gauge, String detail, double value) {
    figures.put(new Figure(gauge, detail), value);
  }
}
