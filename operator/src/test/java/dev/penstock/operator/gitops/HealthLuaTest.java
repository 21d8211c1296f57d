package dev.penstock.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.api.Manifests;
import java.time.Instant;
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
    var run = resource.path("kind").asText().equals("EtlRun");
    assertHealth(line, line.path("health"), run ? "run/health.lua" : "health.lua", resource);
    if (!run) {
      assertHealth(line, strict(line), "health-strict.lua", resource);
    }
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
