package dev.penstock.runner.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A block on a terminal that is drawn over the one before. */
final class ProgressBlock implements ProgressView {
  private static final String UP_AND_CLEAR = "\u001B[%dA\u001B[J";

  private final String pipeline;
  private final PrintWriter terminal;
  private final LongSupplier nanos;
  private final int columns;
  private final long start;
  private @Nullable Snapshot before;
  private long shownAt;
  private int drawn;

  /**
   * @param columns of the terminal: a longer line would be broken and the block drawn askew
   * @param nanos as {@link System#nanoTime}
   */
  ProgressBlock(String pipeline, PrintWriter terminal, int columns, LongSupplier nanos) {
    this.pipeline = pipeline;
    this.terminal = terminal;
    this.columns = columns;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
    this.shownAt = start;
  }

  @Override
  public void show(Snapshot now) {
    long at = nanos.getAsLong();
    var stretch = before == null ? Duration.ZERO : Duration.ofNanos(at - shownAt);
    List<String> lines =
        ProgressText.block(
            pipeline, now, before == null ? now : before, stretch, Duration.ofNanos(at - start));
    clear();
    for (var line : lines) {
      terminal.println(line.length() > columns ? line.substring(0, columns) : line);
    }
    terminal.flush();
    drawn = lines.size();
    before = now;
    shownAt = at;
  }

  @Override
  public void end() {
    clear();
    terminal.flush();
    drawn = 0;
  }

  private void clear() {
    if (drawn > 0) {
      terminal.print(UP_AND_CLEAR.formatted(drawn));
    }
  }
}
