package dev.penstock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.kubernetes.GitOpsTools;
import dev.penstock.sandbox.kubernetes.Machine;
import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the operator's ActionLuaTest says of the actions, by Argo CD's own Lua. */
class ActionParityE2E {
  private static final Path HOME = Path.of(System.getProperty("penstock.home"));
  private static final Path STATUS = HOME.resolve("operator/src/test/resources/gitops/status");
  private static final Path SETTINGS = HOME.resolve("examples/gitops/argocd/argocd-cm.yaml");

  private static Path argocd;

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    List<String> lacks = GitOpsTools.lacks(Machine.inspect());
    Assumptions.assumeTrue(lacks.isEmpty(), () -> "Argo CD needs " + String.join(", ", lacks));
    argocd = GitOpsTools.build(SandboxHome.userCache(), System.out::println).argocd();
  }

  @Test
  void argoCdOffersWhatCanBeDone() throws IOException, InterruptedException {
    assertThat(overrides("list-actions", "pipeline-verified").run())
        .containsPattern("full-refresh +false")
        .containsPattern("run-now +false");
    assertThat(overrides("list-actions", "run-running").run()).containsPattern("cancel +false");
    assertThat(overrides("list-actions", "run-failed").run()).containsPattern("cancel +true");
  }

  @Test
  void argoCdMakesTheRunThatIsAskedFor() throws IOException, InterruptedException {
    assertThat(overrides("run-action", "pipeline-verified").and("run-now").run())
        .contains("kind: EtlRun", "controller: true", "pipeline: orders", "trigger: Request")
        .containsPattern("name: orders-request-[0-9]{14}\\n")
        .doesNotContain("fullRefresh");
    assertThat(overrides("run-action", "pipeline-verified").and("full-refresh").run())
        .contains("fullRefresh: true", "trigger: Request")
        .containsPattern("name: orders-refresh-[0-9]{14}\\n");
  }

  @Test
  void argoCdCancelsARun() throws IOException, InterruptedException {
    assertThat(overrides("run-action", "run-running").and("cancel").run())
        .contains("Following fields have been changed", "cancel: true");
  }

  private static Command overrides(String verb, String fixture) {
    return Command.of(argocd.toString(), "admin", "settings", "resource-overrides", verb)
        .and("--argocd-cm-path", SETTINGS.toString())
        .and(STATUS.resolve(fixture + ".yaml").toString());
  }
}
