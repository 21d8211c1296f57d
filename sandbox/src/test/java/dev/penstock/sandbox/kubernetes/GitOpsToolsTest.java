package dev.penstock.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.kubernetes.Machine.Cgroups;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GitOpsToolsTest {
  private static final Set<String> ALL =
      Set.of("setsid", "unshare", "nsenter", "ip", "git", "apt-get", "dpkg-deb");

  @Test
  void aMachineWithAllOfItLacksNothing() {
    assertThat(GitOpsTools.lacks(machine(true, true, ALL))).isEmpty();
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThat(GitOpsTools.lacks(machine(false, false, Set.of("setsid", "unshare", "ip"))))
        .containsExactly(
            "root, which makes a network for Argo CD alone",
            "nsenter (util-linux)",
            "git",
            "apt-get, which brings Redis",
            "dpkg-deb, which unpacks it");
    assertThat(GitOpsTools.lacks(machine(true, false, ALL)))
        .containsExactly("the right to make a network namespace (CAP_SYS_ADMIN)");
  }

  @Test
  void kustomizeNeedsNothingOfWhatArgoCdNeeds() {
    assertThat(GitOpsTools.lacksForKustomize(machine(false, false, Set.of()))).isEmpty();
    var withoutGo = new Machine(true, true, true, Cgroups.V2, Optional.empty(), ALL);
    assertThat(GitOpsTools.lacksForKustomize(withoutGo))
        .containsExactly("Go 1.26 or newer on the PATH");
  }

  private static Machine machine(boolean root, boolean mayMount, Set<String> programs) {
    return new Machine(
        true, root, mayMount, Cgroups.V2, Optional.of(new GoVersion(1, 26)), programs);
  }
}
