package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class GetTest {
  @Test
  void aPipelineShowsItsLastRunAsTheStatusHasIt() {
    var table =
        new Get()
            .pipelines(
                List.of(
                    resource(
                        """
                        metadata: {name: orders}
                        spec: {schedule: "15 * * * *"}
                        status:
                          conditions: [{type: Ready, status: "True"}]
                          lastRun: {name: first, result: Succeeded, rows: 15000, duration: 12s}
                        """)));

    assertThat(table.rows())
        .containsExactly(
            List.of("orders", "15 * * * *", "True", "first", "Succeeded", "15000", "12s", "-"));
  }

  @Test
  void aPipelineThatNobodyHasObservedYetShowsDashes() {
    var table = new Get().pipelines(List.of(resource("metadata: {name: orders}")));

    assertThat(table.rows()).containsExactly(List.of("orders", "-", "-", "-", "-", "-", "-", "-"));
  }

  @Test
  void aRunOfANewerReleaseShowsUnknownInsteadOfFailing() {
    var table =
        new Get()
            .runs(
                List.of(
                    resource(
                        """
                        metadata: {name: r1}
                        spec: {pipeline: orders, somethingNew: 1}
                        status: {state: Pondering, rows: 1}
                        """)));

    assertThat(table.rows()).containsExactly(List.of("r1", "orders", "Unknown", "-", "1", "-"));
  }

  private static GenericKubernetesResource resource(String yaml) {
    return Serialization.unmarshal(yaml, GenericKubernetesResource.class);
  }
}
