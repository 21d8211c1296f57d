package dev.penstock.operator.notify;

import dev.penstock.api.CountedRun;
import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.NotifyEvent;
import dev.penstock.api.RunState;
import dev.penstock.api.RunSummary;
import dev.penstock.api.StatusCondition;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a pipeline by what its status says.
 *
 * @param now what is wrong
 * @param later when something will be, if nothing happens; empty: nothing is on its way
 */
record Troubles(Map<NotifyEvent, Trouble> now, Optional<Instant> later) {
  /** A spec and its connections come one after the other; what is soon in place is no news. */
  static final Duration SETTLING = Duration.ofMinutes(2);

  Troubles {
    now = Map.copyOf(now);
  }

  static Troubles of(EtlPipelineStatus status, Instant at) {
    var found = new EnumMap<NotifyEvent, Trouble>(NotifyEvent.class);
    failed(status, at).ifPresent(trouble -> found.put(NotifyEvent.FAILED, trouble));
    bad(status, "Fresh", at).ifPresent(trouble -> found.put(NotifyEvent.STALE, trouble));
    var ready = bad(status, "Ready", at);
    var settled = ready.map(trouble -> trouble.since().plus(SETTLING));
    if (settled.filter(time -> !time.isAfter(at)).isPresent()) {
      found.put(NotifyEvent.NOT_READY, ready.orElseThrow());
    }
    return new Troubles(found, settled.filter(time -> time.isAfter(at)));
  }

  /** Cancelled or obsolete runs are no failures, and end none. */
  private static Optional<Trouble> failed(EtlPipelineStatus status, Instant at) {
    if (Objects.requireNonNullElse(status.consecutiveFailures(), 0) < 1) {
      return Optional.empty();
    }
    var failure =
        Optional.ofNullable(status.lastRun())
            .filter(run -> run.result() == RunState.FAILED)
            .filter(run -> !isOverWindow(status, run));
    return Optional.of(
        new Trouble(
            failure.map(RunSummary::reason).orElse(Trouble.UNEXPLAINED),
            failure.map(RunSummary::message).orElse("Its newest runs have failed."),
            failure
                .map(RunSummary::completionTime)
                .or(() -> newestFailure(status))
                .flatMap(Troubles::time)
                .orElse(at)));
  }

  /**
   * The failure of a backfill's window is not counted, so it explains nothing of those that are.
   */
  private static boolean isOverWindow(EtlPipelineStatus status, RunSummary run) {
    return counted(status)
        .anyMatch(
            other -> Objects.equals(other.uid(), run.uid()) && Boolean.TRUE.equals(other.window()));
  }

  private static Optional<String> newestFailure(EtlPipelineStatus status) {
    return counted(status)
        .filter(run -> run.result() == RunState.FAILED && !Boolean.TRUE.equals(run.window()))
        .map(CountedRun::completionTime)
        .filter(Objects::nonNull)
        .reduce((earlier, later) -> later);
  }

  private static Stream<CountedRun> counted(EtlPipelineStatus status) {
    return Objects.requireNonNullElse(status.recentRuns(), List.<CountedRun>of()).stream()
        .filter(Objects::nonNull);
  }

  private static Optional<Trouble> bad(EtlPipelineStatus status, String type, Instant at) {
    return condition(status, type)
        .filter(condition -> "False".equals(condition.status()))
        .map(condition ->
            new Trouble(
                Objects.requireNonNullElse(condition.reason(), type),
                Objects.requireNonNullElse(condition.message(), ""),
                time(condition.lastTransitionTime()).orElse(at)));
  }

  /** {@return whether the newest success is known to be new enough} */
  static boolean isFresh(EtlPipelineStatus status) {
    return condition(status, "Fresh").filter(known -> "True".equals(known.status())).isPresent();
  }

  private static Optional<StatusCondition> condition(EtlPipelineStatus status, String type) {
    return Objects.requireNonNullElse(status.conditions(), List.<StatusCondition>of()).stream()
        .filter(condition -> type.equals(condition.type()))
        .findFirst();
  }

  static Optional<Instant> time(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }
}
