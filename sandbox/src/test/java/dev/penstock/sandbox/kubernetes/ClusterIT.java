package dev.penstock.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.kubernetes.process.Command;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each story starts real processes, so there are few of them and each tells a whole life. */
@Timeout(1800)
class ClusterIT {
  @TempDir Path state;

  @BeforeEach
  void needControlPlane() {
    Levels.assume(ClusterLevel.CONTROL_PLANE);
  }

  @AfterEach
  void endWhatATestLeft() throws Exception {
    Cluster.endLeftovers(state);
  }

  @Test
  void aControlPlaneServesObjectsAndLeavesNothingWhenClosed() throws Exception {
    try (var cluster = start()) {
      var map =
          new ConfigMapBuilder()
              .withNewMetadata()
              .withName("there-and-back")
              .withNamespace("default")
              .endMetadata()
              .withData(Map.of("key", "value"))
              .build();

      cluster.client().resource(map).create();

      var read = cluster.client().configMaps().inNamespace("default").withName("there-and-back");
      assertThat(read.get().getData()).containsEntry("key", "value");
      assertThat(cluster.client().getKubernetesVersion().getGitVersion())
          .isEqualTo(GoModule.kubernetes().version("k8s.io/kubernetes"));
      assertThat(
              Command.of(cluster.kubectl().toString(), "get", "configmap/there-and-back", "-oname")
                  .with("KUBECONFIG", cluster.kubeconfig().toString())
                  .run())
          .isEqualTo("configmap/there-and-back");
      assertThat(cluster.parts())
          .containsExactlyInAnyOrder(
              "process etcd",
              "process kube-apiserver",
              "process kube-controller-manager",
              "process kube-scheduler");
    }

    assertThatNothingIsLeft();
  }

  @Test
  void aClusterThatRunsIsNotStartedTwiceAndTheNextOneBeginsEmpty() throws Exception {
    try (var cluster = start()) {
      cluster
          .client()
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withName("old")
                  .withNamespace("default")
                  .endMetadata()
                  .build())
          .create();

      assertThatThrownBy(this::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("A living process runs the cluster in %s; end that one first", state);
      assertThatThrownBy(() -> Cluster.endLeftovers(state))
          .isInstanceOf(IllegalStateException.class);
      assertThat(cluster.parts()).hasSize(4);
    }

    try (var again = start()) {
      assertThat(again.client().configMaps().inNamespace("default").withName("old").get()).isNull();
    }
    assertThatNothingIsLeft();
  }

  @Test
  void whatAKilledProcessLeftIsEndedByTheNextStart() throws Exception {
    var holder = ClusterHolder.start(state, ClusterLevel.CONTROL_PLANE);
    var left = commandsThatMentionTheState();
    holder.destroyForcibly().waitFor();
    assertThat(left).hasSize(5).containsAll(commandsThatMentionTheState());
    assertThat(commandsThatMentionTheState()).hasSize(4);

    try (var cluster = start()) {
      assertThat(cluster.parts()).hasSize(4);
      assertThat(commandsThatMentionTheState()).hasSize(4);
    }

    assertThatNothingIsLeft();
  }

  private Cluster start() throws Exception {
    return Cluster.start(
        new ClusterSettings(
            state, SandboxHome.userCache(), ClusterLevel.CONTROL_PLANE, System.out::println));
  }

  private void assertThatNothingIsLeft() throws Exception {
    assertThat(commandsThatMentionTheState()).isEmpty();
    assertThat(Cluster.endLeftovers(state)).isEmpty();
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(state.toString());
    assertThat(state.resolve("kubeconfig")).doesNotExist();
    assertThat(state.resolve("etcd")).doesNotExist();
  }

  /** Looks at the machine, not at our own records. */
  private List<String> commandsThatMentionTheState() throws IOException {
    return Levels.commandsThatMention(state);
  }
}
