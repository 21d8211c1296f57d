package dev.penstock.runner.cli;

import dev.penstock.runner.report.RunProgress;
import java.io.PrintWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One line after another, every few seconds of the run, for a log. */
final class ProgressLines implements ProgressView {
  private final PrintWriter log;
  private final Duration every;
  private @Nullable RunProgress before;

  /**
   * @param every the least time from one line to the next
   */
  ProgressLines(PrintWriter log, Duration every) {
    this.log = log;
    this.every = every;
  }

  @Override
  public void show(RunProgress now) {
    long shown = before == null ? 0 : before.millis();
    if (now.millis() - shown < every.toMillis()) {
      return;
    }
    log.println(ProgressText.line(now, before == null ? now : before));
    log.flush();
    before = now;
  }

  @Override
  public void end() {
    // Every line stands by itself.
  }
}
