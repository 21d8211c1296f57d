package dev.penstock.operator.status;

import static dev.penstock.operator.status.Runs.HASH;
import static dev.penstock.operator.status.Runs.ended;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.ChangeStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.StatusCondition;
import dev.penstock.api.model.SpecHash;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangeTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String OTHER = "ffffffffffffffff";

  private EtlPipeline pipeline = Given.pipeline("orders", "runOnChange: true\n");

  private static Readiness ready(String hash) {
    return new Readiness.Ready("Scheduled", "In place.", new SpecHash(hash), Optional.empty());
  }

  /** What is due, without the status being written. */
  private Optional<String> due(String hash, EtlRun... runs) {
    return PipelineOutcome.of(pipeline, ready(hash), List.of(runs), NOW)
        .due()
        .map(ChangeStatus::run);
  }

  /** What is due, and the status is written. */
  private Optional<String> answered(String hash, EtlRun... runs) {
    var outcome = PipelineOutcome.of(pipeline, ready(hash), List.of(runs), NOW);
    pipeline.setStatus(outcome.status());
    return outcome.due().map(ChangeStatus::run);
  }

  private StatusCondition verified() {
    return pipeline.getStatus().conditions().get(2);
  }

  @Test
  void aNewSpecIsDueOnceAndUnderTheSameNameUntilThatIsWritten() {
    var name = due(HASH);
    assertThat(name.orElseThrow()).matches("orders-change-[0-9a-f]{10}");
    assertThat(due(HASH)).isEqualTo(name);
    assertThat(answered(HASH)).isEqualTo(name);
    assertThat(due(HASH)).isEmpty();
    assertThat(pipeline.getStatus().change()).isEqualTo(new ChangeStatus(1L, HASH, name.get()));
  }

  @Test
  void anotherPipelineOfTheSameNameGetsAnotherRun() {
    var name = due(HASH);
    pipeline.getMetadata().setUid("another");
    assertThat(due(HASH)).isPresent().isNotEqualTo(name);
  }

  @Test
  void aSpecThatComesBackIsAChangeUnlessTheNewestSuccessIsOfIt() {
    var first = answered(HASH);
    answered(OTHER, ended("a", RunState.SUCCEEDED, HASH, 1));
    assertThat(answered(HASH)).as("the other has not succeeded").isEmpty();
    assertThat(pipeline.getStatus().change()).isEqualTo(new ChangeStatus(3L, HASH, null));
    answered(OTHER, ended("b", RunState.SUCCEEDED, OTHER, 2));
    assertThat(answered(HASH)).isPresent().isNotEqualTo(first);
  }

  @Test
  void aSpecThatComesBackAfterItsRunWasWithdrawnIsDueAgain() {
    var first = answered(HASH).orElseThrow();
    var withdrawn = ended(first, RunState.SUPERSEDED, HASH, 1);
    var again = answered(HASH, withdrawn);
    assertThat(again).isPresent().isNotEqualTo(Optional.of(first));
    assertThat(due(HASH, withdrawn)).isEmpty();
  }

  @Test
  void aFailedChangeIsNotRepeated() {
    answered(HASH);
    assertThat(verified().reason()).isEqualTo("RunPending");
    assertThat(answered(HASH, ended("a", RunState.FAILED, HASH, 1))).isEmpty();
    assertThat(verified().status()).isEqualTo("False");
    assertThat(verified().reason()).isEqualTo("RunFailed");
    assertThat(verified().message())
        .isEqualTo(
            "Run a of exactly this spec has not succeeded; see condition LastRunSucceeded. Correct"
                + " the spec, or create an EtlRun to try it again.");
  }

  @Test
  void aSpecThatHasSucceededAlreadyNeedsNoRunWhenTheFieldIsSet() {
    assertThat(due(HASH, ended("a", RunState.SUCCEEDED, HASH, 1))).isEmpty();
  }

  @Test
  void whileSuspendedNoneIsMadeAndOnResumeTheNewestIs() {
    pipeline = Given.pipeline("orders", "runOnChange: true\nsuspend: true\n");
    assertThat(answered(HASH)).isEmpty();
    assertThat(verified().reason()).isEqualTo("Suspended");
    assertThat(answered(OTHER)).isEmpty();
    var status = pipeline.getStatus();
    pipeline = Given.pipeline("orders", "runOnChange: true\n");
    pipeline.setStatus(status);
    assertThat(answered(OTHER)).isPresent();
    assertThat(pipeline.getStatus().change().number()).isEqualTo(1);
  }

  @Test
  void withoutTheFieldOrWithAnInvalidSpecNoneIsMadeAndWhatWasAnsweredStays() {
    answered(HASH);
    var answered = pipeline.getStatus();
    var invalid = new Readiness.NotReady("InvalidSpec", "x");
    var outcome = PipelineOutcome.of(pipeline, invalid, List.of(), NOW);
    assertThat(outcome.due()).isEmpty();
    assertThat(outcome.status().change()).isEqualTo(answered.change());
    pipeline = Given.pipeline("orders");
    pipeline.setStatus(answered);
    assertThat(due(OTHER)).isEmpty();
    assertThat(Given.pipeline("orders").getStatus()).isNull();
  }

  @Test
  void suspendingAndASpecThatIsNotInPlaceUnverifyNothing() {
    var hash = dev.penstock.api.validation.CanonicalSpec.hash(pipeline.getSpec()).hex();
    answered(hash, ended("a", RunState.SUCCEEDED, hash, 1));
    assertThat(verified().status()).isEqualTo("True");
    var gone = new Readiness.NotReady("InvalidSpec", "The connection lake does not exist.");
    pipeline.setStatus(PipelineOutcome.of(pipeline, gone, List.of(), NOW).status());
    assertThat(verified().status()).isEqualTo("True");
    var status = pipeline.getStatus();
    pipeline =
        Given.pipeline(
            "orders", "runOnChange: true\nsuspend: true\npod: {resources: {requests: {cpu: 2}}}\n");
    pipeline.setStatus(status);
    pipeline.setStatus(PipelineOutcome.of(pipeline, gone, List.of(), NOW).status());
    assertThat(verified().status()).isEqualTo("True");
  }
}
