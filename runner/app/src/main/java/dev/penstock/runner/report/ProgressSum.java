package dev.penstock.runner.report;

import dev.penstock.api.RunPhase;
import dev.penstock.api.runner.ProgressLine;
import dev.penstock.runner.report.RunProgress.OfSource;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The progress of a run in one line, over all of its sources. */
public final class ProgressSum {
  private ProgressSum() {}

  /** {@return the line; empty when the run has ended} */
  public static Optional<ProgressLine> line(RunProgress now) {
    var rows = read(now.sources(), Done::rows);
    var bytes = read(now.sources(), Done::bytes);
    return phase(now.phase())
        .map(phase ->
            new ProgressLine(
                ProgressLine.EVENT,
                phase,
                rows,
                expected(now.sources(), Done::rows, rows),
                bytes,
                expected(now.sources(), Done::bytes, bytes),
                now.millis()));
  }

  /** Before the sources are open nothing is known, not even that it is nothing. */
  private static @Nullable Long read(List<OfSource> sources, ToLongFunction<Done> figure) {
    return sources.isEmpty()
        ? null
        : Long.valueOf(sources.stream().mapToLong(one -> figure.applyAsLong(one.read())).sum());
  }

  /** Statistics are estimates: one that is missing or passed makes their sum worthless. */
  private static @Nullable Long expected(
      List<OfSource> sources, ToLongFunction<Done> figure, @Nullable Long read) {
    if (read == null || sources.stream().anyMatch(one -> one.estimate().isEmpty())) {
      return null;
    }
    long sum =
        sources.stream().mapToLong(one -> figure.applyAsLong(one.estimate().orElseThrow())).sum();
    return sum < read ? null : Long.valueOf(sum);
  }

  private static Optional<RunPhase> phase(RunProgress.Phase phase) {
    return switch (phase) {
      case BEGIN -> Optional.of(RunPhase.BEGIN);
      case PLAN -> Optional.of(RunPhase.PLAN);
      case PREPARE -> Optional.of(RunPhase.PREPARE);
      case MOVE -> Optional.of(RunPhase.MOVE);
      case FINISH -> Optional.of(RunPhase.FINISH);
      case COMMIT -> Optional.of(RunPhase.COMMIT);
      case DONE -> Optional.empty();
    };
  }
}
