package dev.penstock.e2e;

import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.kubernetes.GitOpsTools;
import dev.penstock.sandbox.kubernetes.Machine;
import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * Scripts of examples/gitops on the statuses that the operator's tests write, by Argo CD's own
 * program.
 */
record Overrides(Path argocd) {
  private static final Path HOME = Path.of(System.getProperty("penstock.home"));

  /** What the operator's unit tests hold the scripts to. */
  static final Path EXPECTED = HOME.resolve("operator/src/test/resources/gitops");

  /** Builds the program; skips the test, with a sentence, where it can't run. */
  static Overrides build() throws IOException, InterruptedException {
    List<String> lacks = GitOpsTools.lacks(Machine.inspect());
    Assumptions.assumeTrue(lacks.isEmpty(), () -> "Argo CD needs " + String.join(", ", lacks));
    return new Overrides(GitOpsTools.build(SandboxHome.userCache(), System.out::println).argocd());
  }

  /**
   * The command, to which words may be added.
   *
   * @param verb as health, list-actions, run-action
   * @param settings a ConfigMap of examples/gitops/argocd
   * @param fixture the name of a status
   */
  Command command(String verb, String settings, String fixture) {
    return Command.of(argocd.toString(), "admin", "settings", "resource-overrides", verb)
        .and(
            "--argocd-cm-path", HOME.resolve("examples/gitops/argocd").resolve(settings).toString())
        .and(EXPECTED.resolve("status").resolve(fixture + ".yaml").toString());
  }
}
