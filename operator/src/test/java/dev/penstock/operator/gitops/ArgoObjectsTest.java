package dev.penstock.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.api.validation.Schedule;
import dev.penstock.operator.resource.EtlConnection;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Files;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgoObjectsTest {
  private static final JsonNode PROJECT = argo("project");

  @Test
  void theProjectAllowsOurKindsAndNothingOfTheCluster() {
    assertThat(PROJECT.at("/spec/clusterResourceWhitelist")).isEmpty();
    assertThat(texts(PROJECT.at("/spec/namespaceResourceWhitelist"), "group"))
        .containsOnly(HasMetadata.getGroup(EtlPipeline.class));
    assertThat(texts(PROJECT.at("/spec/namespaceResourceWhitelist"), "kind"))
        .containsExactly(
            HasMetadata.getKind(EtlPipeline.class),
            HasMetadata.getKind(EtlConnection.class),
            HasMetadata.getKind(EtlRun.class));
  }

  @Test
  void theVariantWithWindowsIsTheSameProject() {
    var windows = (ObjectNode) argo("windows").deepCopy();
    var removed = ((ObjectNode) windows.path("spec")).remove("syncWindows");
    assertThat(windows).isEqualTo(PROJECT);
    assertThat(removed).hasSize(1);
    assertThat(removed.at("/0/namespaces")).hasSize(1);
    assertThat(removed.at("/0/namespaces/0").asText()).isEqualTo("penstock-prod");
  }

  /** Argo CD reads them by Go's duration, the zones of IANA and cron lines of five fields. */
  @Test
  void theWindowOpensAtHoursOfAZoneAndLetsPeoplePass() {
    var window = argo("windows").at("/spec/syncWindows/0");
    assertThat(window.path("kind").asText()).isEqualTo("allow");
    assertThat(window.path("manualSync").asBoolean()).as("a revert does not wait").isTrue();
    assertThat(ZoneId.getAvailableZoneIds()).contains(window.path("timeZone").asText());
    assertThat(Schedule.parse(window.path("schedule").asText())).isPresent();
    assertThat(window.path("duration").asText()).matches("[1-9][0-9]*h");
  }

  @ParameterizedTest
  @ValueSource(strings = {"applicationset", "applicationset-progressive"})
  void eachEnvironmentHasItsFolderAndItsNamespaceInTheProject(String file) {
    var spec = argo(file).path("spec");
    var environments = texts(spec.at("/generators/0/list/elements"), "env");
    assertThat(environments).containsExactly("dev", "pre-prod", "prod");
    for (var environment : environments) {
      var template =
          dev.penstock.api.Manifests.value(
              spec.path("template").toString().replace("{{ .env }}", environment));
      assertThat(GitOps.EXAMPLES.resolve(template.at("/spec/source/path").asText()))
          .satisfies(folder -> assertThat(Files.isDirectory(folder)).isTrue());
      assertThat(texts(PROJECT.at("/spec/destinations"), "namespace"))
          .contains(template.at("/spec/destination/namespace").asText());
      assertThat(template.at("/spec/project")).isEqualTo(PROJECT.at("/metadata/name"));
      assertThat(PROJECT.at("/spec/sourceRepos/0")).isEqualTo(template.at("/spec/source/repoURL"));
    }
  }

  @Test
  void theStepsOfTheRollingSyncAreTheEnvironmentsInTheirOrder() {
    assertThat(
            Stream.of(0, 1, 2)
                .map(step ->
                    argo("applicationset-progressive")
                        .at(
                            "/spec/strategy/rollingSync/steps/%d/matchExpressions/0/values/0"
                                .formatted(step))
                        .asText()))
        .containsExactly("dev", "pre-prod", "prod");
  }

  private static JsonNode argo(String name) {
    return GitOps.yaml(GitOps.EXAMPLES.resolve("argocd").resolve(name + ".yaml"));
  }

  private static List<String> texts(JsonNode list, String field) {
    var texts = new ArrayList<String>();
    list.forEach(item -> texts.add(item.path(field).asText()));
    return texts;
  }
}
