package dev.penstock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the operator's ActionLuaTest says of the actions, by Argo CD's own Lua. */
class ActionParityE2E {
  private static Overrides argo;

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    argo = Overrides.build();
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
    return argo.command(verb, "argocd-cm.yaml", fixture);
  }
}
