package dev.penstock.runner.report;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line per relation every few seconds, so that a long read is not silence. */
public final class ProgressLine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressLine.class);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("progress").factory());

  private ProgressLine() {}

  /** Begins to print; {@code progress} is asked on a thread of its own. */
  public static ProgressLine start(Duration every, Supplier<RunProgress> progress) {
    var line = new ProgressLine();
    var unused =
        line.timer.scheduleAtFixedRate(
            () -> print(progress.get()), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    return line;
  }

  private static void print(RunProgress progress) {
    progress
        .sources()
        .forEach(source ->
            LOG.info(
                "event=progress relation={} rows={} bytes={}",
                source.source(),
                source.read().rows(),
                source.read().bytes()));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
