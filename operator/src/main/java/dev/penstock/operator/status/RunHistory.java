package dev.penstock.operator.status;

import dev.penstock.api.CountedRun;
import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.RunSummary;
import dev.penstock.operator.resource.EtlRun;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline remembers of its runs. Runs go, by housekeeping or by hand; what was counted
 * stays, because each status continues the one before. Ends may be seen in any order.
 *
 * @param last of the runs that did not become obsolete before they started
 * @param consecutiveFailures that ended after the last success, of runs over no window
 * @param recent the runs that were counted, by their end, the newest last; when full, whatever
 *     ended before its first was counted long ago
 * @param fresh when the newest success over no window ended: one of a backfill reads old rows
 *     again, and says nothing of how the schedule fares
 */
public record RunHistory(
    Optional<RunSummary> last,
    Optional<RunSummary> lastSuccessful,
    int consecutiveFailures,
    List<CountedRun> recent,
    Optional<String> fresh) {
  static final int KEPT = 20;

  private static final Comparator<CountedRun> BY_END =
      Comparator.<CountedRun, String>comparing(run -> text(run.completionTime()))
          .thenComparing(run -> text(run.uid()));

  public RunHistory {
    recent = List.copyOf(recent);
  }

  /**
   * {@return what the status says; a status of before runs were listed has counted all to its last}
   */
  static RunHistory of(@Nullable EtlPipelineStatus status, Collection<EtlRun> runs) {
    if (status == null) {
      return new RunHistory(Optional.empty(), Optional.empty(), 0, List.of(), Optional.empty());
    }
    var last = Optional.ofNullable(status.lastRun()).map(RunHistory::bounded);
    var windows = windows(runs);
    var success = Optional.ofNullable(status.lastSuccessfulRun()).map(RunHistory::bounded);
    var recent =
        status.recentRuns() != null
            ? status.recentRuns()
            : runs.stream()
                .flatMap(run -> summary(run).stream())
                .map(run -> counted(run, windows.contains(run.uid())))
                .filter(
                    run -> last.isPresent() && BY_END.compare(run, counted(last.get(), false)) <= 0)
                .toList();
    return new RunHistory(
        last,
        success,
        Objects.requireNonNullElse(status.consecutiveFailures(), 0),
        newest(recent),
        Optional.ofNullable(status.freshTime())
            // A status of before it was noted counted every success. One that is not listed any
            // more may have been over a window, which nobody knows: rather stale than fresh.
            .or(() ->
                success.filter(run -> isNoWindow(run, recent)).map(RunSummary::completionTime)));
  }

  /** {@return the runs whose end has not been counted, the oldest first} */
  List<RunSummary> news(Collection<EtlRun> runs) {
    return runs.stream()
        .flatMap(run -> summary(run).stream())
        .filter(this::isNews)
        .sorted(Comparator.comparing(run -> counted(run, false), BY_END))
        .toList();
  }

  /** {@return the identities of the runs over a window, of a backfill or on request} */
  static Set<String> windows(Collection<EtlRun> runs) {
    return runs.stream()
        .filter(run -> run.getSpec() != null && run.getSpec().window() != null)
        .flatMap(run -> summary(run).stream())
        .map(run -> text(run.uid()))
        .collect(Collectors.toSet());
  }

  /**
   * {@return the history with one more run}
   *
   * @param window whether it was over one
   */
  RunHistory and(RunSummary run, boolean window) {
    var entry = counted(run, window);
    var all = new ArrayList<>(recent);
    all.removeIf(other -> Objects.equals(other.uid(), run.uid()));
    all.add(entry);
    var counted = newest(all);
    var newer = newest(last, run);
    var result = result(run);
    boolean later =
        fresh.filter(time -> time.compareTo(text(run.completionTime())) > 0).isPresent();
    var success = result == RunState.SUCCEEDED ? newest(lastSuccessful, run) : lastSuccessful;
    if (window || later) {
      var shown = result == RunState.SUPERSEDED ? last : newer;
      return new RunHistory(shown, success, consecutiveFailures, counted, fresh);
    }
    return switch (result) {
      case SUCCEEDED ->
          new RunHistory(
              newer,
              success,
              failuresAfter(entry, counted),
              counted,
              Optional.ofNullable(run.completionTime()));
      case FAILED -> new RunHistory(newer, success, consecutiveFailures + 1, counted, fresh);
      case CANCELLED, UNKNOWN, QUEUED, RUNNING ->
          new RunHistory(newer, success, consecutiveFailures, counted, fresh);
      case SUPERSEDED -> new RunHistory(last, success, consecutiveFailures, counted, fresh);
    };
  }

  private static boolean isNoWindow(RunSummary run, List<CountedRun> recent) {
    return recent.stream()
        .anyMatch(other -> Objects.equals(other.uid(), run.uid()) && other.window() == null);
  }

  private static Optional<RunSummary> newest(Optional<RunSummary> known, RunSummary run) {
    return known
        .filter(other -> BY_END.compare(counted(other, false), counted(run, false)) > 0)
        .or(() -> Optional.of(run));
  }

  private boolean isNews(RunSummary run) {
    var known = recent.stream().filter(other -> Objects.equals(other.uid(), run.uid())).findFirst();
    if (known.isPresent()) {
      // What was not known then may have been found out since.
      return known.get().result() == RunState.UNKNOWN && result(run) != RunState.UNKNOWN;
    }
    return recent.size() < KEPT || BY_END.compare(counted(run, false), recent.getFirst()) > 0;
  }

  private static int failuresAfter(CountedRun success, List<CountedRun> counted) {
    return (int)
        counted.stream()
            .filter(run -> run.result() == RunState.FAILED && run.window() == null)
            .filter(run -> BY_END.compare(run, success) > 0)
            .count();
  }

  private static List<CountedRun> newest(List<CountedRun> runs) {
    var sorted = runs.stream().sorted(BY_END).toList();
    return sorted.subList(Math.max(0, sorted.size() - KEPT), sorted.size());
  }

  private static CountedRun counted(RunSummary run, boolean window) {
    return new CountedRun(run.uid(), result(run), run.completionTime(), window ? true : null);
  }

  private static RunState result(RunSummary run) {
    return Objects.requireNonNullElse(run.result(), RunState.UNKNOWN);
  }

  private static Optional<RunSummary> summary(EtlRun run) {
    var status = run.getStatus();
    return status == null || status.completionTime() == null
        ? Optional.empty()
        : Optional.of(bounded(summary(run, status)));
  }

  private static RunSummary summary(EtlRun run, EtlRunStatus status) {
    return new RunSummary(
        run.getMetadata().getName(),
        Objects.requireNonNullElse(status.uid(), run.getMetadata().getUid()),
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

  private static RunSummary bounded(RunSummary run) {
    return new RunSummary(
        Bounded.nullable(run.name(), Bounded.WORD),
        Bounded.nullable(run.uid(), Bounded.WORD),
        run.result(),
        Bounded.nullable(run.reason(), Bounded.WORD),
        Bounded.nullable(run.message(), Bounded.SENTENCE),
        Bounded.nullable(run.specHash(), Bounded.WORD),
        run.commit(),
        run.rows(),
        Bounded.nullable(run.startTime(), Bounded.WORD),
        Bounded.nullable(run.completionTime(), Bounded.WORD),
        Bounded.nullable(run.duration(), Bounded.WORD));
  }

  private static String text(@Nullable String value) {
    return Objects.requireNonNullElse(value, "");
  }
}
