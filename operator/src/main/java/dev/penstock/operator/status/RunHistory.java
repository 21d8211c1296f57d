package dev.penstock.operator.status;

import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.RunSummary;
import dev.penstock.operator.resource.EtlRun;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline remembers of its runs. Runs go, by housekeeping or by hand; what was counted
 * stays, because each status continues the one before.
 *
 * @param consecutiveFailures since the last success
 */
public record RunHistory(
    Optional<RunSummary> last, Optional<RunSummary> lastSuccessful, int consecutiveFailures) {
  private static final Comparator<RunSummary> BY_END =
      Comparator.<RunSummary, String>comparing(run -> text(run.completionTime()))
          .thenComparing(run -> text(run.uid()));

  /** {@return what the status says} */
  static RunHistory of(@Nullable EtlPipelineStatus status) {
    if (status == null) {
      return new RunHistory(Optional.empty(), Optional.empty(), 0);
    }
    return new RunHistory(
        Optional.ofNullable(status.lastRun()),
        Optional.ofNullable(status.lastSuccessfulRun()),
        Objects.requireNonNullElse(status.consecutiveFailures(), 0));
  }

  /** {@return the runs that have ended since, the oldest first} */
  List<RunSummary> news(Collection<EtlRun> runs) {
    return runs.stream()
        .flatMap(run -> summary(run).stream())
        .filter(run -> last.isEmpty() || BY_END.compare(run, last.get()) > 0)
        .sorted(BY_END)
        .toList();
  }

  /** {@return the history with one more run} */
  RunHistory and(RunSummary run) {
    var result = Objects.requireNonNullElse(run.result(), RunState.UNKNOWN);
    return switch (result) {
      case SUCCEEDED -> new RunHistory(Optional.of(run), Optional.of(run), 0);
      case FAILED -> new RunHistory(Optional.of(run), lastSuccessful, consecutiveFailures + 1);
      case CANCELLED, SUPERSEDED, UNKNOWN, QUEUED, RUNNING ->
          new RunHistory(Optional.of(run), lastSuccessful, consecutiveFailures);
    };
  }

  private static Optional<RunSummary> summary(EtlRun run) {
    var status = run.getStatus();
    if (status == null || status.completionTime() == null) {
      return Optional.empty();
    }
    return Optional.of(summary(run.getMetadata().getName(), status));
  }

  private static RunSummary summary(String name, EtlRunStatus status) {
    return new RunSummary(
        name,
        status.uid(),
        status.state(),
        status.reason(),
        status.message(),
        status.specHash(),
        status.commit(),
        status.rows(),
        status.startTime(),
        status.completionTime(),
        status.duration());
  }

  private static String text(@Nullable String value) {
    return Objects.requireNonNullElse(value, "");
  }
}
