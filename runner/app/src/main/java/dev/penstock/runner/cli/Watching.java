package dev.penstock.runner.cli;

import dev.penstock.runner.report.RunProgress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Asks a run again and again where it is, on a thread of its own, until it is closed. */
final class Watching implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(500);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("progress").factory());
  private final ProgressView view;

  private Watching(ProgressView view) {
    this.view = view;
  }

  /** Begins to ask. Nothing that goes wrong here touches the run. */
  static Watching start(Supplier<RunProgress> run, ProgressView view) {
    var watching = new Watching(view);
    var unused =
        watching.timer.scheduleAtFixedRate(
            () -> view.show(run.get()), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return watching;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      var unused = timer.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    view.end();
  }
}
