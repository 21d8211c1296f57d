package dev.penstock.operator.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunPhase;
import dev.penstock.api.RunProgressStatus;
import dev.penstock.api.RunState;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.status.RunOutcome;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressSourceTest {
  private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");
  private static final String LINE = "{\"event\":\"run-progress\",\"phase\":\"Move\",\"rows\":5}";

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final Clock clock = moving(now);
  private final Set<ResourceID> woken = ConcurrentHashMap.newKeySet();
  private ProgressSource source;

  private static Clock moving(AtomicReference<Instant> now) {
    return new Clock() {
      @Override
      public Instant instant() {
        return now.get();
      }

      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }
    };
  }

  private void start(PodLog pods) {
    source = new ProgressSource(pods, clock);
    source.setEventHandler(event -> woken.add(event.getRelatedCustomResourceID()));
    source.start();
  }

  @AfterEach
  void stop() {
    source.stop();
  }

  @Test
  void anActiveRunIsAskedAndItsReconcilerWoken() {
    start((namespace, job) -> Optional.of(LINE));
    var run = active("first");
    assertThat(source.on(run, run.getStatus()).progress()).isNull();
    now.set(START.plusSeconds(6));
    await().atMost(Duration.ofSeconds(60)).until(() -> !woken.isEmpty());
    assertThat(woken).containsExactly(ResourceID.fromResource(run));
    assertThat(source.on(run, run.getStatus()).progress())
        .isEqualTo(new RunProgressStatus(RunPhase.MOVE, 5L, null, null, null));
  }

  @Test
  void aRunThatHasEndedSaysNothing() {
    start((namespace, job) -> Optional.of(LINE));
    var run = active("first");
    run.setStatus(
        run.getStatus().withProgress(new RunProgressStatus(RunPhase.MOVE, 5L, null, null, null)));
    assertThat(source.on(run, run.getStatus()).progress()).as("kept over a restart").isNotNull();
    var ended = RunOutcome.changed(run.getStatus(), RunState.SUCCEEDED, "Committed", "It did.");
    assertThat(source.on(run, ended).progress()).isNull();
  }

  @Test
  void aLogThatCanNotBeReadDisturbsNobody() {
    var asked = new AtomicInteger();
    start((namespace, job) -> {
      if (asked.incrementAndGet() == 1) {
        throw new IllegalStateException("the node does not answer");
      }
      return Optional.of(LINE);
    });
    var run = active("first");
    source.on(run, run.getStatus());
    now.set(START.plusSeconds(6));
    await().atMost(Duration.ofSeconds(60)).until(() -> asked.get() == 1);
    assertThat(woken).isEmpty();
    now.set(START.plusSeconds(40));
    await().atMost(Duration.ofSeconds(60)).until(() -> !woken.isEmpty());
  }

  @Test
  void fiftyRunsAtOnceAreReadByAFewThreads() {
    var reading = new AtomicInteger();
    var most = new AtomicInteger();
    start((namespace, job) -> {
      most.accumulateAndGet(reading.incrementAndGet(), Math::max);
      Thread.yield();
      reading.decrementAndGet();
      return Optional.of(LINE);
    });
    for (int i = 0; i < 50; i++) {
      var run = active("run-" + i);
      source.on(run, run.getStatus());
    }
    now.set(START.plusSeconds(6));
    await().atMost(Duration.ofSeconds(60)).until(() -> woken.size() == 50);
    assertThat(most.get()).isBetween(1, 4);
  }

  @Test
  void aDeletedRunIsNotAskedAgain() {
    var asked = new AtomicInteger();
    start((namespace, job) -> {
      asked.incrementAndGet();
      return Optional.of(LINE);
    });
    var gone = active("gone");
    var other = active("other");
    source.on(gone, gone.getStatus());
    source.on(other, other.getStatus());
    source.onResourceDeleted(gone);
    now.set(START.plusSeconds(6));
    await().atMost(Duration.ofSeconds(60)).until(() -> !woken.isEmpty());
    assertThat(asked.get()).isEqualTo(1);
  }

  @Test
  void stoppingGivesUpAReadThatHangs() throws InterruptedException {
    var hangs = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    start((namespace, job) -> {
      hangs.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException given) {
        ended.countDown();
        throw new IllegalStateException("interrupted", given);
      }
      return Optional.empty();
    });
    var run = active("first");
    source.on(run, run.getStatus());
    now.set(START.plusSeconds(6));
    hangs.await();
    source.stop();
    ended.await();
    assertThat(woken).isEmpty();
  }

  private static EtlRun active(String name) {
    return Given.run(
        name,
        "orders",
        new EtlRunStatus(
            RunState.RUNNING,
            "Admitted",
            "The Job was started.",
            "uid",
            "job-of-" + name,
            null,
            null,
            null,
            null,
            1,
            null,
            "2026-11-24T10:00:00Z",
            null,
            null));
  }
}
