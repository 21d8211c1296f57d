package dev.penstock.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgoCdModuleTest {
  private final ArgoCdModule module = new ArgoCdModule();

  @Test
  void oneProgramIsAllOfItAndSaysItsVersion() {
    assertThat(module.programs())
        .containsExactly(Map.entry("argocd", "github.com/argoproj/argo-cd/v3/cmd"));
    assertThat(module.linkFlags("github.com/argoproj/argo-cd/v3/cmd"))
        .endsWith("common.version=" + ArgoCdModule.VERSION.substring(1));
  }

  @Test
  void theKeyFollowsTheCompiler() {
    assertThat(module.key("go1.26.8"))
        .isEqualTo(new ArgoCdModule().key("go1.26.8"))
        .matches("[0-9a-f]{16}")
        .isNotEqualTo(module.key("go1.27.0"));
  }

  @Test
  void whatIsKeptStandsBesideTheProgramAndReplacesWhatWasThere(@TempDir Path folder)
      throws Exception {
    var kept = Files.createDirectories(folder.resolve("work/kept/manifests/crds"));
    Files.writeString(kept.resolve("a.yaml"), "new");
    var results = folder.resolve("results");
    Files.createDirectories(results.resolve("manifests/crds"));
    Files.writeString(results.resolve("manifests/crds/a.yaml"), "old");

    module.keep(folder.resolve("work"), results);

    assertThat(results.resolve("manifests/crds/a.yaml")).hasContent("new");
  }
}
