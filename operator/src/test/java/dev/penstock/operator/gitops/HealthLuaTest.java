package dev.penstock.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.api.Manifests;
import dev.penstock.operator.resource.EtlConnection;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table {@code health.yaml}, by which Argo CD's own binary is judged too. */
class HealthLuaTest {
  private static final JsonNode TABLE =
      Manifests.value(GitOps.text(GitOps.FIXTURES.resolve("health.yaml")));
  private final ArgoLua lua = new ArgoLua(Instant.parse("2026-11-24T12:00:00Z"));

  static Stream<JsonNode> lines() {
    return StreamSupport.stream(TABLE.spliterator(), false);
  }

  static Stream<JsonNode> pipelines() {
    return lines().filter(line -> line.path("fixture").asText().startsWith("pipeline-"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void eachStatusHasItsHealth(JsonNode line) {
    var resource = GitOps.fixture(line.path("fixture").asText());
    switch (resource.path("kind").asText()) {
      case "EtlRun" -> assertHealth(line, line.path("health"), "run/health.lua", resource);
      case "EtlConnection" ->
          assertHealth(line, line.path("health"), "connection/health.lua", resource);
      default -> {
        assertHealth(line, line.path("health"), "health.lua", resource);
        assertHealth(line, strict(line), "health-strict.lua", resource);
      }
    }
  }

  /** Argo CD counts a kind that no script judges as Healthy, whatever stands on it. */
  @Test
  void everyKindHasAScript() {
    var settings = GitOps.text(GitOps.EXAMPLES.resolve("argocd/argocd-cm.yaml"));
    for (var kind : List.of(EtlPipeline.class, EtlRun.class, EtlConnection.class)) {
      assertThat(settings)
          .contains("customizations.health.penstock.dev_%s:".formatted(HasMetadata.getKind(kind)));
    }
  }

  /** As of one that may not use its Secret to notify: messages are no part of a promotion. */
  @Test
  void aConnectionThatIsNotReadyForAnotherReasonThanItsSpecIsHealthyAndSaysSo() {
    var resource = (ObjectNode) GitOps.fixture("connection-invalid").deepCopy();
    var ready = (ObjectNode) resource.at("/status/conditions/0");
    ready.put("reason", "SecretNotAllowed").put("message", "Name it in notifications.secrets.");
    var answer = lua.run(GitOps.lua("connection/health.lua"), resource);
    assertThat(answer.path("status").asText()).isEqualTo("Healthy");
    assertThat(answer.path("message").asText())
        .startsWith("SecretNotAllowed: Name it in notifications.secrets.");
  }

  @Test
  void aConnectionWhoseCorrectionIsNotObservedYetIsNotDegraded() {
    var resource = (ObjectNode) GitOps.fixture("connection-invalid").deepCopy();
    ((ObjectNode) resource.path("metadata")).put("generation", 2);
    assertThat(lua.run(GitOps.lua("connection/health.lua"), resource).path("status").asText())
        .isEqualTo("Healthy");
  }

  @Test
  void everyStoryHasALine() {
    assertThat(lines().map(line -> line.path("fixture").asText()))
        .containsExactlyInAnyOrderElementsOf(StatusStories.all().keySet());
  }

  @ParameterizedTest
  @MethodSource("pipelines")
  void whateverTheStatusSaysOfAnEarlierSpecIsProgressing(JsonNode line) {
    var resource = (ObjectNode) GitOps.fixture(line.path("fixture").asText()).deepCopy();
    ((ObjectNode) resource.path("metadata")).put("generation", 3);
    for (var script : new String[] {"health.lua", "health-strict.lua"}) {
      assertThat(lua.run(GitOps.lua(script), resource).path("status").asText())
          .as(script)
          .isEqualTo("Progressing");
    }
  }

  /** The mistake that lets a RollingSync pass all stages on the status of the spec before. */
  @Test
  void aScriptThatForgetsTheGenerationIsFoundByAFixture() {
    var script = GitOps.lua("health.lua");
    var forgetful = script.replace("status.observedGeneration ~= obj.metadata.generation", "false");
    assertThat(forgetful).isNotEqualTo(script);
    var stale = GitOps.fixture("pipeline-verified-before-the-change");
    assertThat(lua.run(forgetful, stale).path("status").asText()).isEqualTo("Healthy");
  }

  @Test
  void aStatusThatSaysNothingYetIsProgressing() {
    var resource = (ObjectNode) GitOps.fixture("pipeline-verified").deepCopy();
    ((ObjectNode) resource.path("status")).remove("conditions");
    assertThat(lua.run(GitOps.lua("health.lua"), resource).path("message").asText())
        .isEqualTo("The operator has not judged this spec yet.");
  }

  @Test
  void theStrictScriptDiffersInOneWord() {
    assertThat(GitOps.lua("health-strict.lua").lines().skip(2))
        .containsExactlyElementsOf(
            GitOps.lua("health.lua")
                .replace("local strict = false", "local strict = true")
                .lines()
                .skip(2)
                .toList());
  }

  private static JsonNode strict(JsonNode line) {
    return line.has("strict") ? line.path("strict") : line.path("health");
  }

  private void assertHealth(JsonNode line, JsonNode health, String script, JsonNode resource) {
    var answer = lua.run(GitOps.lua(script), resource);
    assertThat(answer.path("status").asText()).as(script).isEqualTo(health.asText());
    assertThat(answer.path("message").asText()).isEqualTo(line.path("message").asText());
  }
}
