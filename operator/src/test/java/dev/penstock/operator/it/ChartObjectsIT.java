package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.penstock.operator.monitoring.AlertRules;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.Definitions;
import dev.penstock.sandbox.kubernetes.Machine;
import dev.penstock.sandbox.kubernetes.PrometheusDefinitions;
import dev.penstock.sandbox.kubernetes.PrometheusTools;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real API server says to each object that the chart renders. */
class ChartObjectsIT {
  private static final String SAFE = "safe";
  private static final Path VALUES = Path.of("src/test/resources/charts/values").toAbsolutePath();

  /** As long as Helm lets it be, with all that a name may have. */
  private static final String LONG = "1st.release-of-" + "a-very-long-name-".repeat(2) + "end0";

  private static final Set<String> WATCHED =
      Set.of("PrometheusRule", "ServiceMonitor", "PodMonitor");

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

  @Test
  void aServerThatKnowsPrometheusTakesRulesAndMonitorsAsTheChartHasThem(@TempDir Path scratch)
      throws Exception {
    var lacks = PrometheusTools.lacks(Machine.inspect());
    assumeTrue(lacks.isEmpty(), lacks::toString);
    for (var file : PrometheusDefinitions.files(scratch)) {
      try (var definition = Files.newInputStream(file)) {
        cluster.admin().load(definition).serverSideApply();
      }
    }
    var api = "monitoring.coreos.com/v1";
    soon().until(() -> Definitions.served(cluster.admin(), api).containsAll(WATCHED));

    var rules = "monitoring.rules.enabled=true,monitoring.rules.labels.release=prometheus";
    assertThat(applied(watched("rules", rules), "--validate=strict")).hasSize(1);
    for (var kind : List.of("serviceMonitor", "podMonitor")) {
      var monitor = watched("monitoring", "monitoring.%s.enabled=true".formatted(kind));
      assertThat(applied(monitor, "--validate=strict")).as(kind).hasSize(1);
      assertThatThrownBy(
              () -> applied(monitor.replace("honorLabels", "honourLabels"), "--validate=strict"))
          .as("the server knows each field of a %s", kind)
          .hasMessageContaining("honourLabels");
    }

    var kept =
        cluster
            .admin()
            .genericKubernetesResources(api, "PrometheusRule")
            .inNamespace(TestCluster.SYSTEM)
            .withName("penstock")
            .get();
    assertThat(kept.getMetadata().getLabels()).containsEntry("release", "prometheus");
    var yaml = new ObjectMapper(new YAMLFactory());
    assertThat(yaml.<JsonNode>valueToTree(kept.getAdditionalProperties()).at("/spec/groups"))
        .as("what promtool tests, nothing pruned")
        .isEqualTo(yaml.readTree(AlertRules.file().toFile()).path("groups"));
  }

  private static String watched(String template, String values)
      throws IOException, InterruptedException {
    return cluster
        .helm()
        .template("--show-only", "templates/%s.yaml".formatted(template), "--set", values);
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
    applied(manifests, "--validate=strict", "--dry-run=server", "--force-conflicts");
  }

  /** {@return what kubectl said of each object} */
  private static List<String> applied(String manifests, String... options)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("apply", "--server-side", "-f", "-"));
    words.addAll(List.of(options));
    var process = cluster.kubectl(words.toArray(String[]::new)).start();
    try (var input = process.getOutputStream()) {
      input.write(manifests.getBytes(StandardCharsets.UTF_8));
    }
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().filter(line -> line.contains("serverside-applied")).toList();
  }
}
