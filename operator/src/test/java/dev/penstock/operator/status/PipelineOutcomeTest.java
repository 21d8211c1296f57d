package dev.penstock.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.RunSummary;
import dev.penstock.api.RunTrigger;
import dev.penstock.api.StatusCondition;
import dev.penstock.api.model.SpecHash;
import dev.penstock.api.validation.Finding;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PipelineOutcomeTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String HASH = "0123456789abcdef";
  private static final Readiness READY =
      new Readiness.Ready(
          "Scheduled",
          "The CronJob is in place.",
          new SpecHash(HASH),
          Optional.of(Instant.parse("2026-11-24T12:15:00Z")));

  private final EtlPipeline pipeline = Given.pipeline("orders");

  @Test
  void beforeTheFirstRunNothingIsClaimed() {
    var status = status(READY);
    assertThat(condition(status, "Ready").status()).isEqualTo("True");
    assertThat(condition(status, "LastRunSucceeded").status()).isEqualTo("Unknown");
    assertThat(condition(status, "Verified").status()).isEqualTo("False");
    assertThat(status.nextScheduleTime()).isEqualTo("2026-11-24T12:15:00Z");
    assertThat(status.observedGeneration()).isEqualTo(1);
  }

  @Test
  void aSuccessOfThisSpecVerifiesIt() {
    var status = status(READY, ended("a", RunState.SUCCEEDED, HASH, 1));
    assertThat(condition(status, "Verified").status()).isEqualTo("True");
    assertThat(status.lastRun()).isEqualTo(status.lastSuccessfulRun());
  }

  @Test
  void aSuccessOfAnotherSpecDoesNot() {
    var status = status(READY, ended("a", RunState.SUCCEEDED, "ffffffffffffffff", 1));
    assertThat(condition(status, "Verified").status()).isEqualTo("False");
  }

  @Test
  void failuresAreCountedSinceTheLastSuccess() {
    var status =
        status(
            READY,
            ended("c", RunState.FAILED, HASH, 3),
            ended("a", RunState.SUCCEEDED, HASH, 1),
            ended("b", RunState.FAILED, HASH, 2));
    assertThat(status.consecutiveFailures()).isEqualTo(2);
    assertThat(status.lastRun()).extracting(RunSummary::name).isEqualTo("c");
    assertThat(status.lastSuccessfulRun()).extracting(RunSummary::name).isEqualTo("a");
    assertThat(condition(status, "LastRunSucceeded").message()).isEqualTo("Run c: It did.");
  }

  @Test
  void ofADryRunNothingCountsAndItIsNoNews() {
    pipeline.setStatus(status(READY, ended("a", RunState.FAILED, "ffffffffffffffff", 1)));
    for (var state : List.of(RunState.SUCCEEDED, RunState.FAILED)) {
      var dry = ended("dry", state, HASH, 2);
      dry.setSpec(
          new EtlRunSpec(
              "orders", RunTrigger.REQUEST, null, null, null, null, null, null, null, null, true));
      var outcome = PipelineOutcome.of(pipeline, READY, List.of(dry), NOW);
      assertThat(outcome.status()).isEqualTo(pipeline.getStatus());
      assertThat(outcome.news()).isEmpty();
      assertThat(PipelineOutcome.counts(pipeline, dry)).as("nothing waits for it").isTrue();
    }
  }

  @Test
  void whatWasCountedStaysWhenRunsAreDeleted() {
    pipeline.setStatus(
        status(READY, ended("a", RunState.FAILED, HASH, 1), ended("b", RunState.FAILED, HASH, 2)));
    assertThat(status(READY)).isEqualTo(pipeline.getStatus());
    assertThat(status(READY, ended("c", RunState.FAILED, HASH, 3)).consecutiveFailures())
        .isEqualTo(3);
  }

  @Test
  void anUnchangedWorldGivesAnEqualStatusAndNoNews() {
    var run = ended("a", RunState.SUCCEEDED, HASH, 1);
    pipeline.setStatus(status(READY, run));
    var later = PipelineOutcome.of(pipeline, READY, List.of(run), NOW.plusSeconds(99));
    assertThat(later.status()).isEqualTo(pipeline.getStatus());
    assertThat(later.news()).isEmpty();
  }

  @Test
  void theTimeOfTransitionMovesOnlyWithTheStatus() {
    pipeline.setStatus(status(READY));
    var bad = new Readiness.NotReady("InvalidSpec", "x");
    var later = PipelineOutcome.of(pipeline, bad, List.of(), NOW.plusSeconds(99)).status();
    assertThat(condition(later, "Ready").lastTransitionTime()).isEqualTo("2026-11-24T12:01:39Z");
    assertThat(condition(later, "Verified").lastTransitionTime()).isEqualTo("2026-11-24T12:00:00Z");
  }

  @Test
  void theRunningRunIsActiveBeforeTheQueued() {
    var queued = Given.run("a", "orders", state(RunState.QUEUED));
    var running = Given.run("b", "orders", state(RunState.RUNNING));
    assertThat(status(READY, queued, running).active()).isEqualTo("b");
    assertThat(status(READY, queued).active()).isEqualTo("a");
  }

  @Test
  void manyFindingsAreCutToTheFirstFive() {
    var finding =
        new Finding("spec.x", Finding.Reason.INVALID, "Pipeline orders has no x", "Write x");
    var readiness = Readiness.invalid(Collections.nCopies(7, finding));
    assertThat(readiness.message().lines()).hasSize(6).last().isEqualTo("and 2 more.");
    assertThat(readiness.message()).startsWith("spec.x: Pipeline orders has no x. Write x.\n");
  }

  private EtlPipelineStatus status(Readiness readiness, EtlRun... runs) {
    return PipelineOutcome.of(pipeline, readiness, List.of(runs), NOW).status();
  }

  private static StatusCondition condition(EtlPipelineStatus status, String type) {
    return status.conditions().stream()
        .filter(c -> type.equals(c.type()))
        .findFirst()
        .orElseThrow();
  }

  private static EtlRunStatus state(RunState state) {
    return RunOutcome.withoutJob(state, "Reason", "It did.");
  }

  private static EtlRun ended(String name, RunState state, String hash, int minute) {
    var end = "2026-11-24T11:%02d:00Z".formatted(minute);
    return Given.run(
        name,
        "orders",
        new EtlRunStatus(
            state,
            "Reason",
            "It did.",
            "uid-" + name,
            name,
            hash,
            null,
            null,
            null,
            1,
            null,
            "2026-11-24T11:00:00Z",
            end,
            "1m0s"));
  }
}
