package dev.penstock.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.OwnAddress;
import dev.penstock.sandbox.kubernetes.LevelChoice.UnreachableLevelException;
import dev.penstock.sandbox.kubernetes.Machine.Cgroups;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LevelChoiceTest {
  @Test
  void aLinuxMachineWithRootAndGoCarriesANode() {
    var choice = LevelChoice.of(Machines.root());

    assertThat(choice.level()).isEqualTo(ClusterLevel.NODE);
    assertThat(choice.sentence())
        .isEqualTo(
            "Kubernetes level: node (control plane and node are real: Linux, root, cgroup v1, Go"
                + " and Debian's packages are here)");
  }

  @Test
  void withoutRootPodsRunAsProcessesAndTheSentenceNamesWhatANodeNeeds() {
    var choice = LevelChoice.of(Machines.user());

    assertThat(choice.level()).isEqualTo(ClusterLevel.PROCESS);
    assertThat(choice.sentence())
        .isEqualTo(
            "Kubernetes level: process (the control plane is real, pods run as local processes;"
                + " limits, users, read-only roots and networks are not enforced); a node needs"
                + " root");
  }

  @Test
  void rootWithoutCapabilitiesIsNotEnoughForANode() {
    var choice =
        LevelChoice.of(
            new Machine(
                true, true, false, Cgroups.NONE, Machines.GO, Machines.programsWithout("apt-get")));

    assertThat(choice.level()).isEqualTo(ClusterLevel.PROCESS);
    assertThat(choice.next())
        .contains(
            "a node needs the right to mount (CAP_SYS_ADMIN), a writable cgroup hierarchy with"
                + " memory and cpu at /sys/fs/cgroup and apt-get and dpkg-deb, which bring"
                + " containerd and runc");
  }

  @Test
  void withoutGoThereIsNoCluster() {
    var choice = LevelChoice.of(Machines.withoutGo());

    assertThat(choice.level()).isEqualTo(ClusterLevel.NONE);
    assertThat(choice.sentence())
        .isEqualTo(
            "Kubernetes level: none (no cluster; the same manifests run in a local process); a"
                + " process node needs Go 1.26 or newer on the PATH");
  }

  @Test
  void anOldGoIsNamed() {
    var choice = LevelChoice.of(Machines.withGo(new GoVersion(1, 22)));

    assertThat(choice.level()).isEqualTo(ClusterLevel.NONE);
    assertThat(choice.next())
        .contains("a process node needs Go 1.26 or newer on the PATH (there is Go 1.22)");
  }

  @Test
  void anotherSystemThanLinuxHasNoCluster() {
    var choice = LevelChoice.of(Machines.mac());

    assertThat(choice.level()).isEqualTo(ClusterLevel.NONE);
    assertThat(choice.next()).contains("a process node needs Linux");
  }

  @Test
  void aDemandedLevelThatIsOutOfReachIsNeverReplacedByALowerOne() {
    assertThatThrownBy(() -> LevelChoice.demanded(ClusterLevel.NODE, Machines.user()))
        .isInstanceOf(UnreachableLevelException.class)
        .hasMessage(
            "This machine does not carry Kubernetes level node: it lacks root; the highest level"
                + " here is process");
    assertThatThrownBy(() -> LevelChoice.demanded(ClusterLevel.PROCESS, Machines.withoutGo()))
        .hasMessage(
            "This machine does not carry Kubernetes level process: it lacks Go 1.26 or newer on"
                + " the PATH; the highest level here is none");
  }

  @Test
  void aLowerLevelThanTheHighestCanBeDemanded() {
    var choice = LevelChoice.demanded(ClusterLevel.PROCESS, Machines.root());

    assertThat(choice.level()).isEqualTo(ClusterLevel.PROCESS);
    assertThat(choice.next()).contains("this machine carries a node too");
    assertThat(LevelChoice.demanded(ClusterLevel.NONE, Machines.mac()).level())
        .isEqualTo(ClusterLevel.NONE);
  }

  @Test
  void aClusterThatIsNamedNeedsOnlyItsClientsAndIsNeverTakenUnasked() {
    var context = new NamedContext(Path.of("/k"), "kind-kind", OwnAddress.LOOPBACK);

    assertThat(LevelChoice.named(context, Machines.mac()).named()).contains(context);
    assertThat(LevelChoice.named(context, Machines.withoutGo("kubectl", "helm")).sentence())
        .isEqualTo(
            "Kubernetes level: named (context kind-kind of /k: a cluster that you named, not the"
                + " sandbox's own)");
    assertThatThrownBy(() -> LevelChoice.named(context, Machines.withoutGo("kubectl")))
        .isInstanceOf(UnreachableLevelException.class)
        .hasMessage(
            "This machine does not carry Kubernetes level named: it lacks kubectl and helm on the"
                + " PATH (or Go 1.26 or newer, which builds them); the highest level here is none");
    assertThat(ClusterLevel.choices()).doesNotContain(ClusterLevel.NAMED);
    assertThat(ClusterLevel.NAMED.exitCode())
        .isNotIn(ClusterLevel.choices().stream().map(ClusterLevel::exitCode).toList());
    assertThat(ClusterLevel.NAMED.conclusion()).contains("on the cluster that you named");
  }

  @Test
  void eachLevelHasItsWordItsExitCodeAndItsConclusion() {
    assertThat(ClusterLevel.named("node")).contains(ClusterLevel.NODE);
    assertThat(ClusterLevel.named("Process")).contains(ClusterLevel.PROCESS);
    assertThat(ClusterLevel.named("control-plane")).isEmpty();
    assertThat(ClusterLevel.choices()).extracting(ClusterLevel::exitCode).containsExactly(0, 5, 4);
    assertThat(ClusterLevel.PROCESS.conclusion()).contains("ran as local processes");
    assertThat(ClusterLevel.choices())
        .extracting(ClusterLevel::runsPods)
        .containsExactly(true, true, false);
  }
}
