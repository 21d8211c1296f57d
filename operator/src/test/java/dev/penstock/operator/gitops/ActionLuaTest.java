package dev.penstock.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.api.Manifests;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EditorSchemas;
import dev.penstock.operator.resource.Owners;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionLuaTest {
  private final ArgoLua lua = new ArgoLua(Instant.parse("2026-11-24T12:00:00Z"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          run-now | orders-request-20261124120000 | {pipeline: orders, trigger: Request}
          full-refresh | orders-refresh-20261124120000 | {pipeline: orders, trigger: Request, fullRefresh: true}
          """)
  void anActionOfAPipelineMakesARequestBelowIt(String action, String name, String spec) {
    var answer = run("actions/" + action + ".lua", GitOps.fixture("pipeline-verified"));

    assertThat(answer).hasSize(1);
    assertThat(answer.get(0).path("operation").asText()).isEqualTo("create");
    var made = answer.get(0).path("resource");
    assertThat(made.path("spec")).isEqualTo(Manifests.value(spec));
    assertThat(made.at("/metadata/name").asText()).isEqualTo(name);
    assertThat(made.at("/metadata/namespace").asText()).isEqualTo(Given.NAMESPACE);
    assertThat(made.at("/metadata/ownerReferences/0"))
        .isEqualTo(Manifests.value(Serialization.asYaml(Owners.to(Given.pipeline("orders")))));
    assertThat(EditorSchemas.findings(made)).isEmpty();
  }

  @Test
  void nothingIsOfferedOnAPipelineThatIsBeingDeleted() {
    var pipeline = (ObjectNode) GitOps.fixture("pipeline-verified").deepCopy();
    assertThat(disabled("actions/discovery.lua", pipeline, "run-now", "full-refresh")).isFalse();
    ((ObjectNode) pipeline.path("metadata")).put("deletionTimestamp", "2026-11-24T12:00:00Z");
    assertThat(disabled("actions/discovery.lua", pipeline, "run-now", "full-refresh")).isTrue();
  }

  @Test
  void whatIsOfferedIsWhatThereIs() {
    assertThat(run("actions/discovery.lua", GitOps.fixture("pipeline-verified")).fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("run-now", "full-refresh");
    assertThat(run("run/actions/discovery.lua", GitOps.fixture("run-running")).fieldNames())
        .toIterable()
        .containsExactly("cancel");
  }

  @Test
  void aRunIsCancelledOnceAndBeforeItHasEnded() {
    var run = GitOps.fixture("run-running");
    assertThat(disabled("run/actions/discovery.lua", run, "cancel")).isFalse();

    var cancelled = run("run/actions/cancel.lua", run);
    assertThat(cancelled.at("/spec/cancel").asBoolean()).isTrue();
    ((ObjectNode) cancelled.path("spec")).remove("cancel");
    assertThat(cancelled.path("spec")).isEqualTo(run.path("spec"));

    ((ObjectNode) run.path("spec")).put("cancel", true);
    assertThat(disabled("run/actions/discovery.lua", run, "cancel")).isTrue();
    var ended = (ObjectNode) GitOps.fixture("run-running").deepCopy();
    ((ObjectNode) ended.path("status")).put("completionTime", "2026-11-24T12:00:00Z");
    assertThat(disabled("run/actions/discovery.lua", ended, "cancel")).isTrue();
  }

  private JsonNode run(String script, JsonNode obj) {
    return lua.run(GitOps.lua(script), obj);
  }

  private boolean disabled(String script, JsonNode obj, String... actions) {
    var offered = run(script, obj);
    var first = offered.path(actions[0]).path("disabled").asBoolean();
    for (var action : actions) {
      assertThat(offered.path(action).path("disabled").asBoolean()).as(action).isEqualTo(first);
    }
    return first;
  }
}
