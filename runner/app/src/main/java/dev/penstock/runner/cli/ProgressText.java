package dev.penstock.runner.cli;

import dev.penstock.runner.report.Done;
import dev.penstock.runner.report.RunProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Words for the progress of a run. Pure: what it says depends on its arguments alone.
 *
 * <p>Rates are those of the last stretch, so that a stall shows; the time that is left is worked
 * out from the whole run so far, so that it does not jump.
 */
final class ProgressText {
  private ProgressText() {}

  /**
   * {@return the block that is drawn again and again on a terminal}
   *
   * @param before an earlier progress of the run; at first the same one
   */
  static List<String> block(String pipeline, RunProgress now, RunProgress before) {
    List<String> lines = new ArrayList<>();
    lines.add("%s  %s  %s".formatted(pipeline, words(now.phase()), elapsed(now)));
    now.sources().forEach(source -> lines.add("  read " + reading(source, now, before)));
    now.targets().forEach(target -> lines.add("  load " + loading(target)));
    return lines;
  }

  /** {@return the same on one line, for a place that keeps all of them} */
  static String line(RunProgress now, RunProgress before) {
    List<String> said = new ArrayList<>();
    now.sources().forEach(source -> said.add("read " + reading(source, now, before)));
    now.targets().forEach(target -> said.add("load " + loading(target)));
    var head = "%s %s".formatted(elapsed(now), words(now.phase()));
    return said.isEmpty() ? head : head + ": " + String.join("; ", said);
  }

  private static String words(RunProgress.Phase phase) {
    return switch (phase) {
      case BEGIN -> "looks where the log stands";
      case PLAN -> "plans";
      case PREPARE -> "computes what is needed more than once";
      case MOVE -> "reads and loads";
      case FINISH -> "loads the last parts";
      case COMMIT -> "commits";
      case DONE -> "has ended";
    };
  }

  private static String elapsed(RunProgress now) {
    return Figures.clock(Duration.ofMillis(now.millis()));
  }

  private static String reading(RunProgress.OfSource source, RunProgress now, RunProgress before) {
    List<String> said = new ArrayList<>();
    said.add(source.source());
    said.add(Figures.rows(source.read().rows()) + " rows");
    said.add(Figures.bytes(source.read().bytes()));
    var stretch = Duration.ofMillis(now.millis() - before.millis());
    // At the end nothing is read any more, which is no stall.
    if (stretch.isPositive() && now.phase().compareTo(RunProgress.Phase.MOVE) <= 0) {
      said.add(Figures.rate(Math.max(0, source.read().bytes() - bytes(before, source)), stretch));
    }
    expected(source, now).ifPresent(said::add);
    return String.join("  ", said);
  }

  private static long bytes(RunProgress before, RunProgress.OfSource source) {
    return before.sources().stream()
        .filter(one -> one.source().equals(source.source()))
        .mapToLong(one -> one.read().bytes())
        .findFirst()
        .orElse(0);
  }

  /** Statistics are estimates: beyond them nothing is promised. */
  private static Optional<String> expected(RunProgress.OfSource source, RunProgress now) {
    long rows = source.read().rows();
    long expected = source.estimate().map(Done::rows).orElse(0L);
    if (rows == 0 || expected <= rows) {
      return Optional.empty();
    }
    double share = (double) rows / expected;
    var left = Duration.ofMillis(Math.round(now.millis() * (1 - share) / share));
    return Optional.of("about %d %%, %s left".formatted((int) (share * 100), Figures.clock(left)));
  }

  private static String loading(RunProgress.OfTarget target) {
    List<String> said = new ArrayList<>();
    said.add(target.target());
    said.add(
        "sealed %s rows, %s in %d wave%s"
            .formatted(
                Figures.rows(target.sealed().rows()),
                Figures.bytes(target.sealed().bytes()),
                target.waves(),
                target.waves() == 1 ? "" : "s"));
    said.add("uploaded " + Figures.bytes(target.uploaded().bytes()));
    target
        .loaded()
        .ifPresent(
            loaded -> said.add("in the warehouse %s rows".formatted(Figures.rows(loaded.rows()))));
    return String.join("  ", said);
  }
}
