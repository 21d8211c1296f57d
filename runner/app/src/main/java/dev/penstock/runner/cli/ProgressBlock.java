package dev.penstock.runner.cli;

import dev.penstock.runner.report.RunProgress;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A block on a terminal that is drawn over the one before. */
final class ProgressBlock implements ProgressView {
  private static final String UP_AND_CLEAR = "\u001B[%dA\u001B[J";

  private final String pipeline;
  private final PrintWriter terminal;
  private final int columns;
  private @Nullable RunProgress before;
  private int drawn;

  /**
   * @param columns of the terminal: a longer line would be broken and the block drawn askew
   */
  ProgressBlock(String pipeline, PrintWriter terminal, int columns) {
    this.pipeline = pipeline;
    this.terminal = terminal;
    this.columns = columns;
  }

  @Override
  public void show(RunProgress now) {
    List<String> lines = ProgressText.block(pipeline, now, before == null ? now : before);
    clear();
    for (var line : lines) {
      terminal.println(line.length() > columns ? line.substring(0, columns) : line);
    }
    terminal.flush();
    drawn = lines.size();
    before = now;
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
