package dev.penstock.operator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.operator.RunningOperator;
import dev.penstock.operator.Wire;
import dev.penstock.operator.chart.Helm;
import dev.penstock.operator.metrics.OperatorMetrics;
import dev.penstock.operator.settings.RunnerImage;
import dev.penstock.operator.settings.Settings;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.kubernetes.Cluster;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.ClusterSettings;
import dev.penstock.sandbox.kubernetes.Definitions;
import dev.penstock.sandbox.kubernetes.LevelChoice;
import dev.penstock.sandbox.kubernetes.Machine;
import dev.penstock.sandbox.kubernetes.processnode.Program;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceValidation;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A control plane with our CRDs and the chart's rights, and operators on it. They act as the
 * chart's service account, so a right that the chart forgets fails a test.
 */
final class TestCluster implements AutoCloseable {
  private static final Path HOME = Path.of(System.getProperty("penstock.home", ".."));
  static final String SYSTEM = "penstock-system";
  private static final String IMAGE = "penstock.local/runner:it";
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
    return start(ClusterLevel.CONTROL_PLANE);
  }

  /** Starts one whose pods run as local processes, of what {@link #importProgram} says. */
  static TestCluster startWithNode() throws IOException, InterruptedException {
    return start(ClusterLevel.PROCESS);
  }

  private static TestCluster start(ClusterLevel level) throws IOException, InterruptedException {
    var started = startEmpty(level);
    started.install();
    return started;
  }

  /** Starts one with nothing of ours on it. */
  static TestCluster startEmpty(ClusterLevel level) throws IOException, InterruptedException {
    var state = Files.createTempDirectory("penstock-it");
    var cluster =
        Cluster.start(
            new ClusterSettings(
                state.resolve("cluster"), SandboxHome.userCache(), level, System.out::println));
    return new TestCluster(state, cluster);
  }

  KubernetesClient admin() {
    return cluster.client();
  }

  /** {@return Helm, which does not know this cluster by itself} */
  Helm helm() {
    return new Helm(cluster.helm(), HOME.toAbsolutePath().normalize());
  }

  /** Calls Helm on this cluster; {@return what it said} */
  String helm(String... words) throws IOException, InterruptedException {
    return helm().on(cluster.kubeconfigs(), List.of(words));
  }

  /** {@return what the chart penstock renders with these options of {@code helm template}} */
  List<HasMetadata> rendered(String... options) throws IOException, InterruptedException {
    var text = helm().template(options).getBytes(StandardCharsets.UTF_8);
    return admin().load(new ByteArrayInputStream(text)).items();
  }

  /** {@return what a client needs that acts as that user} */
  Config as(String user) {
    var config = cluster.config();
    config.setImpersonateUsername(user);
    return config;
  }

  /** Says what an image is. */
  void importProgram(Program program) {
    cluster.importProgram(program);
  }

  /** Says what the runner's image is. */
  void importProgram(List<String> command) {
    cluster.importProgram(new Program(IMAGE, command));
  }

  /** {@return kubectl with these words, as an administrator} */
  ProcessBuilder kubectl(String... words) {
    var command = new ArrayList<String>();
    command.add(cluster.kubectl().toString());
    command.add("--kubeconfig");
    command.add(cluster.kubeconfig().toString());
    command.addAll(List.of(words));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  static Path home() {
    return HOME;
  }

  /** Starts an operator whose requests are counted, or interfered with. */
  RunningOperator operator(Interceptor requests) {
    var settings = new Settings(new RunnerImage(IMAGE, "IfNotPresent"), Set.of(), "", 0);
    var metrics = new OperatorMetrics();
    var clock = Clock.systemUTC();
    var wire = Wire.of(settings, metrics, clock);
    var client =
        wire.client()
            .withConfig(account())
            .withHttpClientBuilderConsumer(builder -> {
              wire.into(builder);
              builder.addOrReplaceInterceptor("requests", requests);
            })
            .build();
    return RunningOperator.start(client, wire, metrics, settings, clock, () -> {});
  }

  /** {@return what a client needs that acts as the chart's service account} */
  Config account() {
    return as(ACCOUNT);
  }

  /** A client with the chart's rights, whose requests pass that. */
  KubernetesClient client(Interceptor requests) {
    return new KubernetesClientBuilder()
        .withConfig(account())
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
    awaitSchema(crd, true);
    try {
      act.run();
    } finally {
      setSchema(crd, schema);
      awaitSchema(crd, false);
    }
  }

  /** The API server takes a new schema at its own time; whether it has is tried. */
  private void awaitSchema(String crd, boolean takesAnything) {
    var definition = admin().apiextensions().v1().customResourceDefinitions().withName(crd).get();
    var probe =
        """
        {"apiVersion": "penstock.dev/v1alpha1", "kind": "%s", "spec": "text",
         "metadata": {"name": "probe", "namespace": "default"}}
        """
            .formatted(definition.getSpec().getNames().getKind());
    await().atMost(Duration.ofSeconds(90)).until(() -> takes(probe) == takesAnything);
  }

  private boolean takes(String json) {
    try {
      admin().resource(json).dryRun().create();
      return true;
    } catch (KubernetesClientException refused) {
      return false;
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
            assertThat(Definitions.served(admin(), "penstock.dev/v1alpha1"))
                .contains("EtlConnection", "EtlPipeline", "EtlRun"));
    admin()
        .resource(new NamespaceBuilder().withNewMetadata().withName(SYSTEM).endMetadata().build())
        .serverSideApply();
    for (var template : List.of("templates/rbac.yaml", "templates/leases.yaml")) {
      rendered("--show-only", template).forEach(o -> admin().resource(o).serverSideApply());
    }
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
