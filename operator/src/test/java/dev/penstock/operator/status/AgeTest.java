package dev.penstock.operator.status;

import static dev.penstock.operator.status.Runs.ended;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.RunState;
import dev.penstock.api.StatusCondition;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pipelines of these tests were made at ten, and runs end after eleven. */
class AgeTest {
  private static final Readiness READY = new Readiness.NotReady("ReconcileError", "x");

  private EtlPipeline pipeline = Given.pipeline("orders", "freshness: 3h\n");

  private PipelineOutcome at(String time, EtlRun... runs) {
    return PipelineOutcome.of(
        pipeline, READY, List.of(runs), Instant.parse("2026-11-24T" + time + "Z"));
  }

  private static Optional<StatusCondition> fresh(PipelineOutcome outcome) {
    return outcome.status().conditions().stream()
        .filter(condition -> "Fresh".equals(condition.type()))
        .findFirst();
  }

  @Test
  void withoutFreshnessNothingIsJudged() {
    pipeline = Given.pipeline("orders");
    assertThat(fresh(at("23:00:00"))).isEmpty();
    assertThat(at("23:00:00").stale()).isEmpty();
  }

  @Test
  void aPipelineWithoutASuccessIsJudgedFromItsCreation() {
    var before = at("12:59:59");
    assertThat(fresh(before).orElseThrow().status()).isEqualTo("True");
    assertThat(before.stale()).contains(Instant.parse("2026-11-24T13:00:00Z"));
    var after = at("13:00:00");
    assertThat(fresh(after).orElseThrow().status()).isEqualTo("False");
    assertThat(fresh(after).orElseThrow().reason()).isEqualTo("Stale");
    assertThat(fresh(after).orElseThrow().message())
        .isEqualTo(
            "Pipeline orders: it was made, without a success, at 2026-11-24T10:00:00Z, and"
                + " freshness is 3h. See the conditions Ready and LastRunSucceeded, or create an"
                + " EtlRun.");
    assertThat(after.stale()).as("it has turned").isEmpty();
  }

  @Test
  void theNewestSuccessMovesTheTimeOnAndAFailureDoesNot() {
    var outcome =
        at("12:00:00", ended("a", RunState.SUCCEEDED, 5), ended("b", RunState.FAILED, 30));
    assertThat(outcome.stale()).contains(Instant.parse("2026-11-24T14:05:00Z"));
  }

  @Test
  void aSuspendedPipelineIsNotStale() {
    pipeline = Given.pipeline("orders", "freshness: 3h\nsuspend: true\n");
    var condition = fresh(at("23:00:00")).orElseThrow();
    assertThat(condition.status()).isEqualTo("Unknown");
    assertThat(condition.reason()).isEqualTo("Suspended");
    assertThat(at("12:00:00").stale()).isEmpty();
  }

  @Test
  void timePassingAloneChangesNothingButTheTurn() {
    pipeline.setStatus(at("11:00:00").status());
    assertThat(at("12:59:59").status()).isEqualTo(pipeline.getStatus());
    pipeline.setStatus(at("13:00:00").status());
    assertThat(at("19:00:00").status()).isEqualTo(pipeline.getStatus());
  }

  @Test
  void aSpecThatSaysNothingReadableIsNotJudged() {
    pipeline.setSpec(null);
    assertThat(fresh(at("23:00:00"))).isEmpty();
    pipeline.setSpec(
        io.fabric8.kubernetes.client.utils.Serialization.unmarshal(
            "freshness: soon", EtlPipelineSpec.class));
    assertThat(fresh(at("23:00:00"))).isEmpty();
  }
}
