package dev.penstock.operator.status;

import static dev.penstock.operator.status.Runs.ended;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.CountedRun;
import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.RunSummary;
import dev.penstock.api.RunTrigger;
import dev.penstock.api.WindowSpec;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunHistoryTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final EtlPipeline pipeline = Given.pipeline("orders");

  /** One look of the operator: the status it writes is the one it observes next. */
  private PipelineOutcome look(EtlRun... runs) {
    var outcome =
        PipelineOutcome.of(
            pipeline, new Readiness.NotReady("InvalidSpec", "for this test"), List.of(runs), NOW);
    pipeline.setStatus(outcome.status());
    return outcome;
  }

  @Test
  void anEndThatIsSeenLateCountsToo() {
    look(ended("b", RunState.FAILED, 2));
    var late = look(ended("a", RunState.SUCCEEDED, 1), ended("b", RunState.FAILED, 2));
    assertThat(late.news()).extracting(RunSummary::name).containsExactly("a");
    assertThat(late.status().lastRun().name()).isEqualTo("b");
    assertThat(late.status().lastSuccessfulRun().name()).isEqualTo("a");
    assertThat(late.status().consecutiveFailures()).isEqualTo(1);
  }

  @Test
  void aRunIsCountedOnceItsEndIsInTheWrittenStatus() {
    var known = ended("a", RunState.FAILED, 1);
    var other = ended("b", RunState.FAILED, 2);
    assertThat(PipelineOutcome.counts(pipeline, known)).isFalse();
    look(known);
    assertThat(PipelineOutcome.counts(pipeline, known)).isTrue();
    assertThat(PipelineOutcome.counts(pipeline, other)).isFalse();
  }

  @Test
  void aLateSuccessEndsOnlyTheFailuresBeforeIt() {
    look(ended("a", RunState.FAILED, 1), ended("c", RunState.FAILED, 3));
    assertThat(look(ended("b", RunState.SUCCEEDED, 2)).status().consecutiveFailures()).isEqualTo(1);
  }

  @Test
  void aLateFailureOfBeforeTheLastSuccessIsNoFailureInARow() {
    look(ended("b", RunState.SUCCEEDED, 2));
    var late = look(ended("a", RunState.FAILED, 1)).status();
    assertThat(late.consecutiveFailures()).isZero();
    assertThat(late.lastRun().name()).isEqualTo("b");
  }

  @Test
  void whateverTheOrderInWhichEndsAreSeenTheStatusIsTheSame() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      int many = 1 + random.nextInt(12);
      var runs = new ArrayList<EtlRun>();
      for (int i = 0; i < many; i++) {
        var state = random.nextInt(3) == 0 ? RunState.SUCCEEDED : RunState.FAILED;
        var run = ended("run-" + i, state, i);
        runs.add(random.nextInt(4) == 0 ? window(run) : run);
      }
      pipeline.setStatus(null);
      var inOrder = look(runs.toArray(EtlRun[]::new)).status();
      Collections.shuffle(runs, random);
      pipeline.setStatus(null);
      runs.forEach(this::look);
      assertThat(pipeline.getStatus()).as("seed %d", seed).isEqualTo(inOrder);
    }
  }

  @Test
  void whatIsFoundOutLaterIsNewsAndCounts() {
    var unknown = look(ended("a", RunState.FAILED, 1), ended("b", RunState.UNKNOWN, 2)).status();
    assertThat(unknown.consecutiveFailures()).isEqualTo(1);
    assertThat(look(ended("b", RunState.UNKNOWN, 2)).news()).isEmpty();
    var found = look(ended("b", RunState.SUCCEEDED, 2));
    assertThat(found.news()).hasSize(1);
    assertThat(found.status().lastRun().result()).isEqualTo(RunState.SUCCEEDED);
    assertThat(found.status().consecutiveFailures()).isZero();
  }

  @Test
  void failuresAreCountedBeyondTheRunsThatAreListed() {
    for (int i = 0; i < 45; i++) {
      look(ended("run-" + i, RunState.FAILED, i));
    }
    assertThat(pipeline.getStatus().consecutiveFailures()).isEqualTo(45);
    assertThat(pipeline.getStatus().recentRuns()).hasSize(RunHistory.KEPT);
    var all = IntStream.range(0, 45).mapToObj(i -> ended("run-" + i, RunState.FAILED, i));
    assertThat(look(all.toArray(EtlRun[]::new)).news()).isEmpty();
  }

  @Test
  void aStatusOfBeforeRunsWereListedHasCountedAllUpToItsLast() {
    look(ended("a", RunState.FAILED, 1), ended("b", RunState.FAILED, 2));
    pipeline.setStatus(unlisted(pipeline.getStatus()));
    var next =
        look(
            ended("a", RunState.FAILED, 1),
            ended("b", RunState.FAILED, 2),
            ended("c", RunState.FAILED, 3));
    assertThat(next.news()).extracting(RunSummary::name).containsExactly("c");
    assertThat(next.status().consecutiveFailures()).isEqualTo(3);
    assertThat(next.status().recentRuns()).extracting(CountedRun::uid).hasSize(3);
  }

  private static EtlRun window(EtlRun run) {
    run.setSpec(
        new EtlRunSpec(
            "orders",
            RunTrigger.BACKFILL,
            null,
            new WindowSpec("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"),
            null,
            null));
    return run;
  }

  @Test
  void aWindowNeitherEndsFailuresInARowNorMakesThePipelineFresh() {
    pipeline.setSpec(Given.pipeline("orders", "freshness: 30m\n").getSpec());
    look(ended("a", RunState.SUCCEEDED, 1));
    look(ended("b", RunState.FAILED, 2), ended("c", RunState.FAILED, 3));
    var status =
        look(window(ended("w1", RunState.SUCCEEDED, 58)), window(ended("w2", RunState.FAILED, 59)))
            .status();
    assertThat(status.consecutiveFailures()).isEqualTo(2);
    assertThat(status.freshTime()).isEqualTo("2026-11-24T11:01:00Z");
    assertThat(status.lastRun().name()).isEqualTo("w2");
    assertThat(status.lastSuccessfulRun().name()).as("its commit is one").isEqualTo("w1");
    assertThat(status.conditions())
        .filteredOn(condition -> "Fresh".equals(condition.type()))
        .singleElement()
        .satisfies(fresh -> assertThat(fresh.status()).isEqualTo("False"))
        .satisfies(fresh ->
            assertThat(fresh.message())
                .contains("ended at 2026-11-24T11:01:00Z", "Runs over windows do not count."));

    var healed = look(ended("d", RunState.SUCCEEDED, 50)).status();
    assertThat(healed.consecutiveFailures()).as("of before the windows").isZero();
    assertThat(healed.freshTime()).isEqualTo("2026-11-24T11:50:00Z");
    assertThat(healed.lastSuccessfulRun().name()).isEqualTo("w1");
  }

  @Test
  void successesOverWindowsDoNotMakeAPipelineFreshOnceTheyAreListedNoMore() {
    look(window(ended("w", RunState.SUCCEEDED, 1)));
    for (int i = 0; i < RunHistory.KEPT + 5; i++) {
      assertThat(look(ended("run-" + i, RunState.FAILED, 2 + i)).status().freshTime()).isNull();
    }
    assertThat(pipeline.getStatus().recentRuns()).extracting(CountedRun::uid).doesNotContain("w");
    assertThat(pipeline.getStatus().lastSuccessfulRun().name()).isEqualTo("w");
  }

  @Test
  void aStatusOfBeforeFreshTimeKeepsItsAge() {
    look(ended("a", RunState.SUCCEEDED, 1), ended("b", RunState.FAILED, 2));
    var known = pipeline.getStatus();
    pipeline.setStatus(
        new EtlPipelineStatus(
            known.observedGeneration(),
            known.conditions(),
            null,
            null,
            known.lastRun(),
            known.lastSuccessfulRun(),
            known.consecutiveFailures(),
            null,
            null,
            known.recentRuns(),
            null,
            null));
    assertThat(pipeline.getStatus().freshTime()).isNull();
    assertThat(look().status().freshTime()).isEqualTo("2026-11-24T11:01:00Z");
  }

  @Test
  void aRunThatBecameObsoleteBeforeItStartedIsNotTheLastRun() {
    look(ended("a", RunState.SUCCEEDED, 1));
    var status = look(ended("b", RunState.SUPERSEDED, 2)).status();
    assertThat(status.lastRun().name()).isEqualTo("a");
  }

  @Test
  void runsThatEndedBeforeThePipelineWasMadeAreOfAnotherOne() {
    pipeline.getMetadata().setCreationTimestamp("2026-11-24T11:01:30Z");
    var status = look(ended("a", RunState.FAILED, 1), ended("b", RunState.FAILED, 2)).status();
    assertThat(status.consecutiveFailures()).isEqualTo(1);
  }

  @Test
  void aRunWithoutAnIdentityOfItsOwnHasThatOfItsResource() {
    var end = "2026-11-24T11:01:00Z";
    var run =
        Given.run(
            "a",
            "orders",
            new EtlRunStatus(
                RunState.FAILED,
                "JobNameTaken",
                "x",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                end,
                null));
    assertThat(look(run).status().lastRun().uid()).isEqualTo(run.getMetadata().getUid());
    assertThat(look(run).news()).isEmpty();
  }

  private static EtlPipelineStatus unlisted(EtlPipelineStatus status) {
    return new EtlPipelineStatus(
        status.observedGeneration(),
        status.conditions(),
        status.nextScheduleTime(),
        status.active(),
        status.lastRun(),
        status.lastSuccessfulRun(),
        status.consecutiveFailures(),
        null,
        null,
        null,
        null,
        null);
  }
}
