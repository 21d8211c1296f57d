package dev.penstock.runner.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Words for the progress of a run. Pure: what it says depends on its arguments alone.
 *
 * <p>Rates are those of the last stretch, so that a stall shows; the time that is left is worked
 * out from the whole read so far, so that it does not jump.
 */
final class ProgressText {
  private ProgressText() {}

  /**
   * {@return the block that is drawn again and again on a terminal}
   *
   * @param before an earlier snapshot, {@code stretch} ago; at first the same one
   * @param elapsed since the run began
   */
  static List<String> block(
      String pipeline, Snapshot now, Snapshot before, Duration stretch, Duration elapsed) {
    List<String> lines = new ArrayList<>();
    lines.add("%s  %s  %s".formatted(pipeline, now.phase(), Figures.clock(elapsed)));
    for (var source : now.sources()) {
      lines.add("  read " + reading(source, before, stretch, elapsed));
    }
    for (var target : now.targets()) {
      lines.add("  load " + loading(target));
    }
    return lines;
  }

  /** {@return the same on one line, for a place that keeps all of them} */
  static String line(Snapshot now, Snapshot before, Duration stretch, Duration elapsed) {
    List<String> said = new ArrayList<>();
    for (var source : now.sources()) {
      said.add("read " + reading(source, before, stretch, elapsed));
    }
    for (var target : now.targets()) {
      said.add("load " + loading(target));
    }
    var head = "%s %s".formatted(Figures.clock(elapsed), now.phase());
    return said.isEmpty() ? head : head + ": " + String.join("; ", said);
  }

  private static String reading(
      Snapshot.Reading source, Snapshot before, Duration stretch, Duration elapsed) {
    List<String> said = new ArrayList<>();
    said.add(source.source());
    said.add(Figures.rows(source.rows()) + " rows");
    said.add(Figures.bytes(source.bytes()));
    if (stretch.isPositive()) {
      long earlier =
          before.sources().stream()
              .filter(one -> one.source().equals(source.source()))
              .mapToLong(Snapshot.Reading::bytes)
              .findFirst()
              .orElse(0);
      said.add(Figures.rate(Math.max(0, source.bytes() - earlier), stretch));
    }
    expected(source, elapsed).ifPresent(said::add);
    return String.join("  ", said);
  }

  /** Statistics are estimates: beyond them nothing is promised. */
  private static Optional<String> expected(Snapshot.Reading source, Duration elapsed) {
    if (source.expectedRows().isEmpty() || source.rows() == 0) {
      return Optional.empty();
    }
    long expected = source.expectedRows().getAsLong();
    if (expected <= source.rows()) {
      return Optional.empty();
    }
    double share = (double) source.rows() / expected;
    long left = Math.round(elapsed.toMillis() * (1 - share) / share);
    return Optional.of(
        "about %d %%, %s left"
            .formatted((int) (share * 100), Figures.clock(Duration.ofMillis(left))));
  }

  private static String loading(Snapshot.Loading target) {
    List<String> said = new ArrayList<>();
    said.add(target.target());
    said.add(
        "sealed %s rows, %s"
            .formatted(Figures.rows(target.sealedRows()), Figures.bytes(target.sealedBytes())));
    said.add("uploaded " + Figures.bytes(target.uploadedBytes()));
    target.copiedRows().ifPresent(rows -> said.add("copied %s rows".formatted(Figures.rows(rows))));
    return String.join("  ", said);
  }
}
