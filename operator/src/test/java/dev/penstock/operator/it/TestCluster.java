package dev.penstock.operator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.operator.RunningOperator;
import dev.penstock.operator.settings.RunnerImage;
import dev.penstock.operator.settings.Settings;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.kubernetes.Cluster;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.ClusterSettings;
import dev.penstock.sandbox.kubernetes.LevelChoice;
import dev.penstock.sandbox.kubernetes.Machine;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceValidation;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A control plane with our CRDs and the chart's rights, and operators on it. They act as the
 * chart's service account, so a right that the chart forgets fails a test.
 */
final class TestCluster implements AutoCloseable {
  private static final Path HOME = Path.of(System.getProperty("penstock.home", ".."));
  private static final String ACCOUNT = "system:serviceaccount:penstock-system:penstock";

  private final Path state;
  private final Cluster cluster;

  private TestCluster(Path state, Cluster cluster) {
    this.state = state;
    this.cluster = cluster;
  }

  /** {@return whether this machine carries a control plane} */
  static boolean possible() {
    return LevelChoice.of(Machine.inspect()).level() != ClusterLevel.NONE;
  }

  /** Skips the calling test, with the reason, on a machine that carries none. */
  static void assumePossible() {
    assumeTrue(possible(), () -> LevelChoice.of(Machine.inspect()).sentence());
  }

  static TestCluster start() throws IOException, InterruptedException {
    var state = Files.createTempDirectory("penstock-it");
    var cluster =
        Cluster.start(
            new ClusterSettings(
                state.resolve("cluster"),
                SandboxHome.userCache(),
                ClusterLevel.CONTROL_PLANE,
                System.out::println));
    var started = new TestCluster(state, cluster);
    started.install();
    return started;
  }

  KubernetesClient admin() {
    return cluster.client();
  }

  static Path home() {
    return HOME;
  }

  /** Starts an operator whose requests pass that. */
  RunningOperator operator(Interceptor requests) {
    var client = client(requests);
    var settings =
        new Settings(new RunnerImage("penstock.local/runner:it", "IfNotPresent"), Set.of(), "", 0);
    return RunningOperator.start(client, settings, Clock.systemUTC());
  }

  /** A client with the chart's rights, whose requests pass that. */
  KubernetesClient client(Interceptor requests) {
    var config = cluster.config();
    config.setImpersonateUsername(ACCOUNT);
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(
            builder -> builder.addOrReplaceInterceptor("requests", requests))
        .build();
  }

  /** Lets the API server take anything for a while, as the CRD of a newer release might. */
  void withoutSchema(String crd, Runnable act) {
    var definitions = admin().apiextensions().v1().customResourceDefinitions();
    var schema = definitions.withName(crd).get().getSpec().getVersions().getFirst().getSchema();
    var anything =
        new JSONSchemaPropsBuilder()
            .withType("object")
            .withXKubernetesPreserveUnknownFields(true)
            .build();
    setSchema(crd, new CustomResourceValidation(anything));
    try {
      act.run();
    } finally {
      setSchema(crd, schema);
    }
  }

  private void setSchema(String crd, CustomResourceValidation schema) {
    admin()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(crd)
        .edit(definition -> {
          definition.getSpec().getVersions().getFirst().setSchema(schema);
          return definition;
        });
  }

  private void install() throws IOException, InterruptedException {
    try (var files = Files.list(HOME.resolve("crds/manifests"))) {
      for (var file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        admin().load(Files.newInputStream(file)).serverSideApply();
      }
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(admin().apiextensions().v1().customResourceDefinitions().list().getItems())
                .filteredOn(TestCluster::established)
                .hasSize(3));
    var chart = render("templates/rbac.yaml");
    admin().load(new java.io.ByteArrayInputStream(chart)).serverSideApply();
  }

  private byte[] render(String template) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                cluster.helm().toString(),
                "template",
                "penstock",
                HOME.resolve("charts/penstock").toString(),
                "--namespace",
                "penstock-system",
                "--kube-version",
                "1.36.0",
                "--show-only",
                template)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var rendered = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).as(new String(rendered, StandardCharsets.UTF_8)).isZero();
    return rendered;
  }

  private static boolean established(@Nullable CustomResourceDefinition definition) {
    var status = definition == null ? null : definition.getStatus();
    // A brand-new definition has a status whose conditions are still to come.
    return status != null
        && status.getConditions() != null
        && status.getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  @Override
  public void close() throws IOException {
    cluster.close();
    try (var files = Files.walk(state)) {
      for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
