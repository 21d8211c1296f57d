package dev.penstock.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.RunState;
import dev.penstock.api.RunTrigger;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

/** A resource of a newer release must not stop the informer for all others. */
class TolerantReadingTest {
  private final KubernetesSerialization serialization = new KubernetesSerialization();

  @Test
  void unknownFieldsAndEnumsOfAPipelineAreRead() {
    var pipeline =
        serialization.unmarshal(
            """
            {"apiVersion":"penstock.dev/v1alpha1","kind":"EtlPipeline","metadata":{"name":"a"},
             "spec":{"teleport":{"to":[1,2]},"targets":[{"name":"a","mode":"Scd7","later":true}]},
             "status":{"phase":"New","lastRun":{"result":"Exploded"}}}\
            """,
            EtlPipeline.class);
    assertThat(pipeline.getSpec().targets()).hasSize(1);
    assertThat(pipeline.getStatus().lastRun().result()).isEqualTo(RunState.UNKNOWN);
  }

  @Test
  void unknownEnumsOfARunAreRead() {
    var run =
        serialization.unmarshal(
            """
            {"apiVersion":"penstock.dev/v1alpha1","kind":"EtlRun","metadata":{"name":"a"},
             "spec":{"pipeline":"b","trigger":"Moon","undo":4},"status":{"state":"Paused"}}\
            """,
            EtlRun.class);
    assertThat(run.getSpec().trigger()).isEqualTo(RunTrigger.UNKNOWN);
    assertThat(run.getStatus().state()).isEqualTo(RunState.UNKNOWN);
  }

  @Test
  void aResourceWithoutASpecIsRead() {
    var pipeline =
        serialization.unmarshal(
            "{\"apiVersion\":\"penstock.dev/v1alpha1\",\"kind\":\"EtlPipeline\",\"metadata\":{\"name\":\"a\"}}",
            EtlPipeline.class);
    assertThat(pipeline.getSpec()).isNull();
  }
}
