package dev.penstock.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.api.Manifests;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.KubernetesTools;
import dev.penstock.sandbox.kubernetes.LevelChoice;
import dev.penstock.sandbox.kubernetes.Machine;
import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The repository as kustomize and Helm make it, with kubectl's own kustomize and the real Helm. */
class RepositoryIT {
  private static KubernetesTools tools;

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    var choice = LevelChoice.of(Machine.inspect());
    assumeTrue(choice.level() != ClusterLevel.NONE, choice::sentence);
    tools =
        KubernetesTools.build(
            SandboxHome.userCache(), ClusterLevel.CONTROL_PLANE, System.out::println);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "pre-prod", "prod"})
  void kustomizeMakesWhatTheUnitTestsTake(String name) throws IOException, InterruptedException {
    var made = Command.of(tools.kubectl().toString(), "kustomize", overlay(name).toString()).run();
    assertThat(resources(made)).isEqualTo(expected(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "pre-prod", "prod"})
  void theChartMakesTheSame(String name) throws IOException, InterruptedException {
    var chart = GitOps.EXAMPLES.resolve("helm");
    var made =
        Command.of(
                tools.helm().toString(),
                "template",
                "etl",
                chart.toString(),
                "--namespace",
                "penstock-" + name,
                "--values",
                chart.resolve("values-%s.yaml".formatted(name)).toString())
            .run();
    var resources = resources(made);
    // Helm and Argo CD put them there.
    resources
        .values()
        .forEach(resource ->
            ((ObjectNode) resource.path("metadata")).put("namespace", "penstock-" + name));
    assertThat(resources).isEqualTo(expected(name));
  }

  @Test
  void aValueThatTheChartDoesNotKnowIsRefused() {
    var chart = GitOps.EXAMPLES.resolve("helm");
    var template =
        Command.of(tools.helm().toString(), "template", "etl", chart.toString())
            .and("--values", chart.resolve("values-dev.yaml").toString())
            .and("--set", "orders.scedule=x");
    assertThatThrownBy(template::run)
        .hasMessageContaining("at '/orders': additional properties 'scedule' not allowed");
  }

  private static Map<String, JsonNode> expected(String name) {
    var environment = Environment.of(name);
    var expected = new TreeMap<>(environment.connections());
    expected.putAll(environment.pipelines());
    return expected;
  }

  private static Map<String, JsonNode> resources(String yaml) {
    var resources = new TreeMap<String, JsonNode>();
    Manifests.parse(yaml)
        .documents()
        .forEach(resource -> resources.put(resource.at("/metadata/name").asText(), resource));
    return resources;
  }

  private static Path overlay(String name) {
    return GitOps.EXAMPLES.resolve("overlays").resolve(name);
  }
}
