package dev.penstock.sandbox.kubernetes.processnode;

import dev.penstock.sandbox.kubernetes.process.ContainedProcess;
import dev.penstock.sandbox.kubernetes.processnode.ContainerState.Ended;
import dev.penstock.sandbox.kubernetes.processnode.ContainerState.Running;
import dev.penstock.sandbox.kubernetes.processnode.ContainerState.Waiting;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One pod from its binding to its end, on a thread of its own. Others only leave signals; an
 * interrupt means that the node stops, and ends the process at once and without a report.
 */
final class PodLife {
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration FOREVER = Duration.ofDays(1);

  private final PodContainer container;
  private final PodReporter reporter;
  private final Clock clock;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

  PodLife(PodContainer container, PodReporter reporter, Clock clock) {
    this.container = container;
    this.reporter = reporter;
    this.clock = clock;
  }

  private sealed interface Signal {
    /** Somebody deletes the pod. */
    record Deleted(Duration grace) implements Signal {}

    /** Its process has ended. */
    record Exited() implements Signal {}
  }

  /** The pod is to end within the grace; zero when it is already gone. */
  void delete(Duration grace) {
    signals.add(new Signal.Deleted(grace));
  }

  /** Lives. Returns when the pod is deleted or the node stops. */
  void run() throws IOException, InterruptedException {
    try {
      var refusal = Refusal.of(container.pod());
      if (refusal.isPresent()) {
        reporter.refuse(refusal.get());
        awaitDeletion();
      } else {
        live();
      }
      reporter.confirmDeletion();
    } finally {
      container.forget();
    }
  }

  private void live() throws IOException, InterruptedException {
    var last = Optional.<Ended>empty();
    var quickEnds = 0;
    for (var restarts = 0; ; restarts++) {
      var started = startWhenPossible(restarts, last);
      if (started.isEmpty()) {
        return;
      }
      var end = watch(started.get(), restarts, last);
      if (end.deleted()) {
        reporter.report(end.state());
        return;
      }
      if (!BackOff.again(container.restartPolicy(), end.state().exitCode())) {
        reporter.report(end.state());
        awaitDeletion();
        return;
      }
      last = Optional.of(end.state());
      quickEnds = BackOff.quick(end.state()) ? quickEnds + 1 : 1;
      var pause = BackOff.before(quickEnds);
      if (!pause.isZero()) {
        reporter.report(
            new Waiting(
                "CrashLoopBackOff",
                "The next start waits %d s".formatted(pause.toSeconds()),
                restarts + 1,
                last));
        if (deletedWithin(pause)) {
          return;
        }
      }
    }
  }

  private record End(Ended state, boolean deleted) {}

  /** Empty when the pod is deleted while something it needs is missing. */
  private Optional<ContainedProcess> startWhenPossible(int restarts, Optional<Ended> last)
      throws IOException, InterruptedException {
    var said = "";
    while (true) {
      try {
        var process = begin();
        process.onExit(() -> signals.add(new Signal.Exited()));
        return Optional.of(process);
      } catch (NotYetException e) {
        if (!String.valueOf(e.getMessage()).equals(said)) {
          said = String.valueOf(e.getMessage());
          reporter.report(new Waiting(e.reason(), said, restarts, last));
        }
        if (deletedWithin(RETRY)) {
          return Optional.empty();
        }
      }
    }
  }

  /** What the machine or the API server refuses now, it may grant at the next try. */
  private ContainedProcess begin() throws InterruptedException, NotYetException {
    try {
      return container.start();
    } catch (IOException | KubernetesClientException e) {
      throw new NotYetException("RunContainerError", String.valueOf(e.getMessage()));
    }
  }

  private End watch(ContainedProcess process, int restarts, Optional<Ended> last)
      throws IOException, InterruptedException {
    var started = clock.instant();
    try {
      var probe = container.readiness();
      var ready = probe.isEmpty();
      reporter.report(new Running(started, ready, restarts, last));
      if (restarts == 0) {
        reporter.event("Normal", "Started", ProcessNode.LABEL_SENTENCE);
      }
      while (true) {
        var now = ready;
        var signal =
            signals.poll(
                pause(probe.map(p -> p.pause(now)).orElse(FOREVER)), TimeUnit.MILLISECONDS);
        switch (signal) {
          case Signal.Exited exited -> {
            process.kill();
            return new End(ended(process, started, restarts), false);
          }
          case Signal.Deleted deleted -> {
            process.end(deleted.grace());
            return new End(ended(process, started, restarts), true);
          }
          case null -> {
            container.renewTokens();
            var answers = probe.isEmpty() || probe.get().succeeds();
            if (answers != ready) {
              ready = answers;
              reporter.report(new Running(started, ready, restarts, last));
            }
          }
        }
      }
    } finally {
      process.kill();
    }
  }

  private long pause(Duration probe) {
    var renewal =
        container.renewTokensAt().map(at -> Duration.between(clock.instant(), at)).orElse(FOREVER);
    var pause = renewal.compareTo(probe) < 0 ? renewal : probe;
    return Math.max(pause.toMillis(), 1);
  }

  private Ended ended(ContainedProcess process, Instant started, int restarts) throws IOException {
    return new Ended(
        process.exitCode(), started, clock.instant(), container.terminationMessage(), restarts);
  }

  private void awaitDeletion() throws InterruptedException {
    while (!(signals.take() instanceof Signal.Deleted)) {
      // The end of a process that has already been reported.
    }
  }

  private boolean deletedWithin(Duration time) throws InterruptedException {
    return signals.poll(time.toMillis(), TimeUnit.MILLISECONDS) instanceof Signal.Deleted;
  }
}
