package dev.penstock.runner.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One line after another, every few seconds, for a log. */
final class ProgressLines implements ProgressView {
  private final PrintWriter log;
  private final LongSupplier nanos;
  private final Duration every;
  private final long start;
  private @Nullable Snapshot before;
  private long shownAt;

  /**
   * @param every the least time from one line to the next
   * @param nanos as {@link System#nanoTime}
   */
  ProgressLines(PrintWriter log, Duration every, LongSupplier nanos) {
    this.log = log;
    this.every = every;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
    this.shownAt = start;
  }

  @Override
  public void show(Snapshot now) {
    long at = nanos.getAsLong();
    if (at - shownAt < every.toNanos()) {
      return;
    }
    var stretch = before == null ? Duration.ZERO : Duration.ofNanos(at - shownAt);
    log.println(
        ProgressText.line(
            now, before == null ? now : before, stretch, Duration.ofNanos(at - start)));
    log.flush();
    before = now;
    shownAt = at;
  }

  @Override
  public void end() {
    // Every line stands by itself.
  }
}
