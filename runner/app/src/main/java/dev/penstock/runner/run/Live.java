package dev.penstock.runner.run;

import dev.penstock.runner.report.RunProgress;
import dev.penstock.runner.report.RunProgress.Phase;
import dev.penstock.runner.report.Spans;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is under way in an attempt, for other threads: to stop it, and to ask how far it is. What it
 * names here is owned by the attempt.
 */
final class Live {
  private final Spans spans;
  private Phase phase = Phase.BEGIN;
  private boolean cancelled;
  private @Nullable Thread worker;
  private @Nullable Warehouses warehouses;
  private @Nullable Reading reading;
  private @Nullable Sinks sinks;
  private List<RunProgress.OfSource> wasRead = List.of();

  Live(Spans spans) {
    this.spans = spans;
  }

  synchronized void started(Warehouses sessions) throws InterruptedException {
    if (cancelled) {
      throw new InterruptedException();
    }
    worker = Thread.currentThread();
    warehouses = sessions;
  }

  synchronized void phase(Phase next) {
    phase = next;
  }

  synchronized void reads(Reading source) {
    reading = source;
    if (cancelled) {
      source.engine().cancel();
    }
  }

  synchronized void loads(Sinks targets) {
    sinks = targets;
  }

  /** All is read; the sources are about to be closed. */
  synchronized void read() {
    if (reading != null) {
      wasRead = reading.progress();
      reading = null;
    }
  }

  synchronized void ended() {
    phase = Phase.DONE;
    worker = null;
    warehouses = null;
    reading = null;
  }

  synchronized void cancel() {
    cancelled = true;
    if (reading != null) {
      reading.engine().cancel();
    }
    if (warehouses != null) {
      warehouses.cancel();
    }
    if (worker != null) {
      worker.interrupt();
    }
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }

  synchronized RunProgress progress() {
    return new RunProgress(
        phase,
        spans.now(),
        reading == null ? wasRead : reading.progress(),
        sinks == null ? List.of() : sinks.progress());
  }
}
