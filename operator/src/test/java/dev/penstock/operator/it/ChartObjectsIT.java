package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.kubernetes.ClusterLevel;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real API server says to each object that the chart renders. */
class ChartObjectsIT {
  private static final String SAFE = "safe";
  private static final Path VALUES = Path.of("src/test/resources/charts/values").toAbsolutePath();

  /** As long as Helm lets it be, with all that a name may have. */
  private static final String LONG = "1st.release-of-" + "a-very-long-name-".repeat(2) + "end0";

  private static TestCluster cluster;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    if (!TestCluster.possible()) {
      return;
    }
    cluster = TestCluster.startEmpty(ClusterLevel.CONTROL_PLANE);
    var admin = cluster.admin();
    var enforced = Map.of("pod-security.kubernetes.io/enforce", "restricted");
    for (var name : List.of(SAFE, "shop", "finance", TestCluster.SYSTEM)) {
      admin
          .resource(
              new NamespaceBuilder()
                  .withNewMetadata()
                  .withName(name)
                  .withLabels(name.equals(SAFE) ? enforced : Map.of())
                  .endMetadata()
                  .build())
          .create();
    }
    for (var name : List.of(SAFE, TestCluster.SYSTEM)) {
      admin
          .resource(
              new ServiceAccountBuilder()
                  .withNewMetadata()
                  .withName("penstock")
                  .withNamespace(name)
                  .endMetadata()
                  .build())
          .create();
    }
    admin
        .resource(
            new PriorityClassBuilder()
                .withNewMetadata()
                .withName("platform")
                .endMetadata()
                .withValue(1)
                .build())
        .create();
  }

  @BeforeEach
  void needsAControlPlane() {
    TestCluster.assumePossible();
  }

  @AfterAll
  static void stop() throws IOException {
    try (var control = cluster) {}
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "namespaced", "everything"})
  void eachPodIsWithinRestrictedPodSecurity(String values) throws Exception {
    var pods = cluster.rendered(options(values)).stream().flatMap(ChartObjectsIT::pods).toList();
    assertThat(pods).as("the operator's and that of helm test").hasSize(2);
    for (var pod : pods) {
      assertThat(cluster.admin().resource(pod).dryRun(true).create().getMetadata().getUid())
          .isNotEmpty();
      var loose = new PodBuilder(pod).editSpec().withSecurityContext(null).endSpec().build();
      assertThatThrownBy(() -> cluster.admin().resource(loose).dryRun(true).create())
          .as("the namespace does enforce it")
          .hasMessageContaining("violates PodSecurity \"restricted");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "namespaced", "everything"})
  void eachObjectIsTakenWithoutAWordThatTheApiDoesNotKnow(String values) throws Exception {
    strictly(cluster.helm().template(options(values)));
  }

  @Test
  void aReleaseOfTheLongestNameWorks() throws Exception {
    assertThat(LONG).hasSize(53);
    var words = new ArrayList<>(List.of("install", LONG));
    words.add(cluster.helm().chart("penstock").toString());
    words.addAll(List.of("--namespace", TestCluster.SYSTEM));
    words.addAll(List.of(options("everything")));
    cluster.helm(words.toArray(String[]::new));
    var pods = cluster.admin().pods().inNamespace(TestCluster.SYSTEM);
    var replicas =
        soon()
            .until(
                () -> pods.withLabel("app.kubernetes.io/instance", LONG).list().getItems(),
                found -> found.size() == 2);
    assertThat(replicas)
        .allSatisfy(pod -> assertThat(pod.getMetadata().getName()).hasSizeLessThanOrEqualTo(63));
    strictly(cluster.helm().templateOf(LONG, options("everything")));
    cluster.helm("uninstall", LONG, "--namespace", TestCluster.SYSTEM);
  }

  /** Without what only Prometheus' own definitions know. */
  private static String[] options(String values) {
    var file = VALUES.resolve(values + ".yaml").toString();
    var none = "monitoring.serviceMonitor.enabled=false,monitoring.rules.enabled=false";
    return new String[] {"--values", file, "--set", none};
  }

  private static Stream<Pod> pods(HasMetadata object) {
    return switch (object) {
      case Deployment deployment ->
          Stream.of(
              new PodBuilder()
                  .withNewMetadata()
                  .withName("of-the-deployment")
                  .withNamespace(SAFE)
                  .endMetadata()
                  .withSpec(deployment.getSpec().getTemplate().getSpec())
                  .build());
      case Pod pod ->
          Stream.of(new PodBuilder(pod).editMetadata().withNamespace(SAFE).endMetadata().build());
      default -> Stream.of();
    };
  }

  private static void strictly(String manifests) throws IOException, InterruptedException {
    var process =
        cluster
            .kubectl(
                "apply",
                "--server-side",
                "--dry-run=server",
                "--validate=strict",
                "--force-conflicts",
                "-f",
                "-")
            .start();
    try (var input = process.getOutputStream()) {
      input.write(manifests.getBytes(StandardCharsets.UTF_8));
    }
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
