package dev.penstock.operator.metrics;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.operator.admission.AdmissionReason;
import dev.penstock.operator.resource.EtlRun;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs that have not ended, counted.
 *
 * @param runs without backfills
 */
record ActiveRuns(Collection<EtlRun> runs) {
  private static final String OTHER = "Other";
  private static final Set<String> REASONS =
      Arrays.stream(AdmissionReason.values())
          .map(AdmissionReason::toString)
          .collect(Collectors.toUnmodifiableSet());

  /** {@return the state of a run; one that nobody has looked at yet waits} */
  static RunState state(EtlRun run) {
    var status = run.getStatus();
    return status == null || status.state() == null ? RunState.QUEUED : status.state();
  }

  /**
   * {@return how many there are in each state, zeros included} Unknown: until the log was asked.
   */
  Map<String, Double> byState() {
    var counts = new TreeMap<String, Double>();
    for (var state : List.of(RunState.QUEUED, RunState.RUNNING, RunState.UNKNOWN)) {
      counts.put(shown(state), (double) runs.stream().filter(run -> is(run, state)).count());
    }
    return counts;
  }

  /** {@return how many wait for what} */
  Map<String, Double> queuedByReason() {
    var counts = new TreeMap<String, Double>();
    counts.put(AdmissionReason.PIPELINE_BUSY.toString(), 0.0);
    counts.put(AdmissionReason.CONNECTION_BUSY.toString(), 0.0);
    runs.stream()
        .filter(run -> is(run, RunState.QUEUED))
        .forEach(run -> counts.merge(reason(run.getStatus()), 1.0, Double::sum));
    return counts;
  }

  /** {@return seconds that the run has waited which has waited longest; 0: none waits} */
  double longestWait(Instant now) {
    return runs.stream()
        .filter(run -> is(run, RunState.QUEUED))
        .map(run -> Seconds.since1970(run.getMetadata().getCreationTimestamp()))
        .flatMapToDouble(OptionalDouble::stream)
        .map(made -> Math.max(0, now.getEpochSecond() - made))
        .max()
        .orElse(0);
  }

  private static boolean is(EtlRun run, RunState state) {
    var ended = run.getStatus() != null && run.getStatus().completionTime() != null;
    return !ended && state(run) == state;
  }

  private static String reason(@Nullable EtlRunStatus status) {
    var reason = status == null ? null : status.reason();
    return reason != null && REASONS.contains(reason) ? reason : OTHER;
  }

  private static String shown(RunState state) {
    return switch (state) {
      case QUEUED -> "Queued";
      case RUNNING -> "Running";
      case UNKNOWN -> "Unknown";
      case SUCCEEDED, FAILED, CANCELLED, SUPERSEDED ->
          throw new IllegalArgumentException("A run that is %s has ended".formatted(state));
    };
  }
}
