package dev.penstock.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ArgoConfigTest {
  private static final Path ARGO = GitOps.EXAMPLES.resolve("argocd");

  @Test
  void theConfigMapsAreMadeOfTheScripts() {
    GitOps.agree(
        ARGO.resolve("argocd-cm.yaml"),
        ArgoConfig.file(
            "argocd-cm.yaml", "Health and actions of Penstock's kinds for Argo CD.", "health.lua"));
    GitOps.agree(
        ARGO.resolve("argocd-cm-strict.yaml"),
        ArgoConfig.file(
            "argocd-cm-strict.yaml",
            "The strict variant of argocd-cm.yaml: a later failure or stale data is Degraded.",
            "health-strict.lua"));
  }

  @Test
  void argoCdReadsTheScriptsAsTheyAre() {
    var data = GitOps.yaml(ARGO.resolve("argocd-cm.yaml")).path("data");
    assertThat(data.path("resource.customizations.health.penstock.dev_EtlPipeline").asText())
        .isEqualTo(GitOps.lua("health.lua"));
    var actions =
        Manifests.value(
            data.path("resource.customizations.actions.penstock.dev_EtlPipeline").asText());
    assertThat(actions.path("discovery.lua").asText())
        .isEqualTo(GitOps.lua("actions/discovery.lua"));
    assertThat(actions.at("/definitions/1/action.lua").asText())
        .isEqualTo(GitOps.lua("actions/run-now.lua"));
  }

  @Test
  void everyScriptIsInTheConfigMap() throws IOException {
    var text =
        GitOps.text(ARGO.resolve("argocd-cm.yaml"))
            + GitOps.text(ARGO.resolve("argocd-cm-strict.yaml"));
    try (var scripts = Files.walk(GitOps.EXAMPLES.resolve("lua"))) {
      assertThat(scripts.filter(file -> file.toString().endsWith(".lua")).toList())
          .hasSize(9)
          .allSatisfy(file ->
              assertThat(text.replaceAll("(?m)^ +", ""))
                  .contains(GitOps.text(file).replaceAll("(?m)^ +", "")));
    }
  }
}
