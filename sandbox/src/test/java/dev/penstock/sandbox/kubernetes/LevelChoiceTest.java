package dev.penstock.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.kubernetes.Machine.Cgroups;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LevelChoiceTest {
  private static final Set<String> ALL =
      Set.of("go", "setsid", "unshare", "mount", "bash", "apt-get", "dpkg-deb");

  @Test
  void aLinuxMachineWithRootAndGoCarriesANode() {
    var choice = LevelChoice.of(new Machine(true, true, true, Cgroups.V1, ALL));

    assertThat(choice.level()).isEqualTo(ClusterLevel.NODE);
    assertThat(choice.sentence())
        .isEqualTo(
            "Kubernetes level: node (control plane and node are real: Linux, root, cgroup v1, Go"
                + " and Debian's packages are here)");
  }

  @Test
  void withoutRootThereIsAControlPlaneAndTheSentenceNamesWhatANodeNeeds() {
    var choice = LevelChoice.of(new Machine(true, false, false, Cgroups.V2, ALL));

    assertThat(choice.level()).isEqualTo(ClusterLevel.CONTROL_PLANE);
    assertThat(choice.sentence())
        .isEqualTo(
            "Kubernetes level: control plane (API server, controllers and scheduler are real, but"
                + " no pod runs); a node needs root");
  }

  @Test
  void rootWithoutCapabilitiesIsNotEnoughForANode() {
    var choice = LevelChoice.of(new Machine(true, true, false, Cgroups.NONE, without("apt-get")));

    assertThat(choice.level()).isEqualTo(ClusterLevel.CONTROL_PLANE);
    assertThat(choice.next())
        .contains(
            "a node needs the right to mount (CAP_SYS_ADMIN), a writable cgroup hierarchy with"
                + " memory and cpu at /sys/fs/cgroup and apt-get and dpkg-deb, which bring"
                + " containerd and runc");
  }

  @Test
  void withoutGoThereIsNoCluster() {
    var choice = LevelChoice.of(new Machine(true, true, true, Cgroups.V1, without("go")));

    assertThat(choice.level()).isEqualTo(ClusterLevel.NONE);
    assertThat(choice.sentence())
        .isEqualTo(
            "Kubernetes level: none (no cluster can run here); a control plane needs Go 1.26 or"
                + " newer on the PATH");
  }

  @Test
  void anotherSystemThanLinuxHasNoCluster() {
    var choice = LevelChoice.of(new Machine(false, false, false, Cgroups.NONE, without("setsid")));

    assertThat(choice.level()).isEqualTo(ClusterLevel.NONE);
    assertThat(choice.next()).contains("a control plane needs Linux");
  }

  private static Set<String> without(String... programs) {
    var left = new HashSet<>(ALL);
    Arrays.asList(programs).forEach(left::remove);
    return left;
  }
}
