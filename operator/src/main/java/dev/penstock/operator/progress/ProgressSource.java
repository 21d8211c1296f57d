package dev.penstock.operator.progress;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunProgressStatus;
import dev.penstock.api.RunState;
import dev.penstock.operator.resource.EtlRun;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks active runs how far they are, and wakes their reconciler when that has changed.
 *
 * <p>One thread looks every second who is due, a few read logs; a read that takes too long is given
 * up. The framework starts and stops both with the controller, so only the leader asks.
 */
public final class ProgressSource extends AbstractEventSource<RunProgressStatus, EtlRun>
    implements ResourceEventAware<EtlRun> {
  private static final Logger log = LoggerFactory.getLogger(ProgressSource.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int READERS = 4;

  private final Board board = new Board();
  private final PodLog pods;
  private final Clock clock;
  private @Nullable Threads threads;

  private record Threads(ScheduledExecutorService timer, ExecutorService readers) {}

  /**
   * @param client stays the caller's to close
   */
  public ProgressSource(KubernetesClient client, Clock clock) {
    this(new KubernetesPodLog(client), clock);
  }

  ProgressSource(PodLog pods, Clock clock) {
    super(RunProgressStatus.class, "progress");
    this.pods = pods;
    this.clock = clock;
  }

  /** {@return the status with what the run has said last; a run that is not active says nothing} */
  public EtlRunStatus on(EtlRun observed, EtlRunStatus status) {
    var run = ResourceID.fromResource(observed);
    if (status.state() != RunState.RUNNING || status.job() == null) {
      board.forget(run);
      return status.withProgress(null);
    }
    var before = observed.getStatus() == null ? null : observed.getStatus().progress();
    board.follow(run, status.job(), clock.instant());
    return status.withProgress(board.said(run, before));
  }

  @Override
  public synchronized void start() {
    super.start();
    var timer = Executors.newSingleThreadScheduledExecutor(daemon("progress-timer"));
    var readers = Executors.newFixedThreadPool(READERS, daemon("progress-reader"));
    threads = new Threads(timer, readers);
    var unused =
        timer.scheduleWithFixedDelay(
            () -> ask(timer, readers), TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void stop() {
    if (threads != null) {
      threads.timer.shutdownNow();
      threads.readers.shutdownNow();
      threads = null;
    }
    super.stop();
  }

  @Override
  public Set<RunProgressStatus> getSecondaryResources(EtlRun run) {
    return Optional.ofNullable(board.said(ResourceID.fromResource(run), null)).stream()
        .collect(java.util.stream.Collectors.toSet());
  }

  @Override
  public void onResourceCreated(EtlRun run) {
    // Its reconciler says when it is active.
  }

  @Override
  public void onResourceUpdated(EtlRun now, EtlRun before) {
    // Likewise.
  }

  @Override
  public void onResourceDeleted(EtlRun run) {
    board.forget(ResourceID.fromResource(run));
  }

  /** An exception would end the timer. */
  private void ask(ScheduledExecutorService timer, ExecutorService readers) {
    try {
      for (var question : board.due(clock.instant())) {
        var reading = readers.submit(() -> read(question));
        var unused =
            timer.schedule(() -> reading.cancel(true), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (RuntimeException ending) {
      log.debug("no run asked cause={}", ending.toString());
    }
  }

  /** Reads one log; what can not be read now is asked for again when it is due. */
  void read(Board.Question question) {
    var namespace = question.run().getNamespace().orElseThrow();
    try {
      var said = pods.tail(namespace, question.job()).flatMap(LogTail::progress);
      if (board.answer(question, said, clock.instant())) {
        getEventHandler().handleEvent(new Event(question.run()));
      }
    } catch (RuntimeException unreadable) {
      log.debug(
          "progress not read run={}/{} cause={}",
          namespace,
          question.run().getName(),
          unreadable.toString());
    }
  }

  private static java.util.concurrent.ThreadFactory daemon(String name) {
    return Thread.ofPlatform().daemon().name(name + "-", 0).factory();
  }
}
