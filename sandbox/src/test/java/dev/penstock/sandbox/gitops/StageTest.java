package dev.penstock.sandbox.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class StageTest {
  private static final String COMMIT = "0123456789abcdef";

  private static final String APPLICATION =
      """
      metadata: {name: etl-dev}
      status:
        sync: {status: %s, revision: %s}
        health: {status: Healthy}
        operationState: {phase: %s, startedAt: "2026-11-27T08:00:00Z", syncResult: {revision: %s}}
      """;

  private static final String PIPELINE =
      """
      metadata: {name: orders, generation: 3}
      status:
        observedGeneration: %d
        conditions:
          - {type: LastRunSucceeded, status: "False", message: what the run says}
          - {type: Verified, status: "%s", reason: %s, message: because}
      """;

  @Test
  void aNamespaceHoldsACommitByASyncOfItOrBecauseItChangesNothing() {
    assertThat(stage(APPLICATION.formatted("OutOfSync", COMMIT, "Running", COMMIT)).holds(COMMIT))
        .isFalse();
    assertThat(
            stage(APPLICATION.formatted("OutOfSync", "other", "Succeeded", COMMIT)).holds(COMMIT))
        .isTrue();
    assertThat(stage(APPLICATION.formatted("Synced", COMMIT, "Succeeded", "older")).holds(COMMIT))
        .isTrue();
    assertThat(stage("metadata: {name: etl-dev}").holds(COMMIT)).isFalse();
  }

  @Test
  void aConditionCountsOnlyWhenItSpeaksOfTheNewestSpec() {
    assertThat(pipeline(3, "True", "RunSucceeded").isVerified()).isTrue();
    assertThat(pipeline(2, "True", "RunSucceeded").isVerified()).isFalse();
    assertThat(pipeline(3, "False", "RunFailed").hasFailed()).isTrue();
    assertThat(pipeline(2, "False", "RunFailed").hasFailed()).isFalse();
    assertThat(pipeline(3, "False", "RunPending").hasFailed()).isFalse();
  }

  @Test
  void aFailureIsExplainedByTheRun() {
    assertThat(pipeline(3, "False", "RunFailed").message()).isEqualTo("what the run says");
    assertThat(pipeline(3, "True", "RunSucceeded").message()).isEqualTo("because");
  }

  @Test
  void whereThereIsNoPipelineNothingIsVerifiedAndNothingHasFailed() {
    var stage = stage("metadata: {name: etl-prod}");

    assertThat(stage.generation()).isZero();
    assertThat(stage.isVerified()).isFalse();
    assertThat(stage.hasFailed()).isFalse();
  }

  private static Stage stage(String application) {
    return Stage.of(Application.of(resource(application)), null);
  }

  private static Stage pipeline(long observed, String status, String reason) {
    return Stage.of(
        Application.of(resource("metadata: {name: etl-dev}")),
        resource(PIPELINE.formatted(observed, status, reason)));
  }

  private static GenericKubernetesResource resource(String yaml) {
    return Serialization.unmarshal(yaml, GenericKubernetesResource.class);
  }
}
