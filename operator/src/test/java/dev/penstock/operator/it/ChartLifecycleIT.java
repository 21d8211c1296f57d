package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.RunState;
import dev.penstock.operator.Given;
import dev.penstock.operator.Main;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.processnode.Program;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The life of an installation: an earlier chart, an upgrade under live resources, a rollback, an
 * uninstall. The operator is a real process with the rights of its pod's token; a run of the
 * earlier one is at work all the while.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChartLifecycleIT {
  private static final String OPERATOR = "penstock.local/operator:it";
  private static final String RUNNER = "penstock.local/runner:it";
  private static final String PIPELINES = "etlpipelines.penstock.dev";

  /** A field of a pipeline's targets that the first release did not have. */
  private static final String LATER = "sortBy";

  private static final List<String> DEFINITIONS =
      List.of("etlconnections.penstock.dev", PIPELINES, "etlruns.penstock.dev");
  private static final Path EARLIER =
      Path.of("src/test/resources/charts/penstock-0.1.0").toAbsolutePath();

  @TempDir private static Path folder;

  private static TestCluster cluster;
  private static Team team;
  private static String job = "";
  private static Map<String, String> made = Map.of();
  private static int port;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    if (!TestCluster.possible()) {
      return;
    }
    cluster = TestCluster.startEmpty(ClusterLevel.PROCESS);
    var hosts =
        Files.writeString(folder.resolve("hosts"), "127.0.0.1 penstock.penstock-system.svc\n");
    cluster.importProgram(operator(hosts));
    // A run that takes as long as anybody looks.
    cluster.importProgram(new Program(RUNNER, List.of("/bin/sh", "-c", "exec sleep 3600")));
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  @BeforeEach
  void needsAControlPlane() {
    TestCluster.assumePossible();
  }

  @AfterAll
  static void stop() throws IOException {
    try (var control = cluster) {}
  }

  @Order(1)
  @Test
  void theEarlierChartAndDefinitionsAreAtWork() throws Exception {
    for (var definition : DEFINITIONS) {
      cluster.admin().resource(earlier(definition)).serverSideApply();
    }
    soon().until(() -> DEFINITIONS.stream().allMatch(name -> established(definition(name))));
    assertThat(fieldsOfTargets()).contains("key").doesNotContain(LATER);
    operator("install", EARLIER);

    team = Team.in(cluster.admin(), "shop");
    team.ready(Hands.quiet("orders"));
    team.apply(Given.run("long", "orders"));
    job = team.run("long", RunState.RUNNING).job();
    soon().until(() -> team.pods(job), pods -> pods.size() == 1 && runs(pods.getFirst()));
    made = made();
    assertThat(made).hasSizeGreaterThanOrEqualTo(6);
  }

  @Order(2)
  @Test
  void definitionsThatWereAppliedByHandAreTakenOverAndRenewed() throws Exception {
    assertThatThrownBy(() -> definitions("install", cluster.helm().chart("penstock-crds")))
        .hasMessageContaining("invalid ownership metadata");
    definitions(
        "upgrade",
        cluster.helm().chart("penstock-crds"),
        "--install",
        "--take-ownership",
        "--force-conflicts");
    assertThat(fieldsOfTargets()).contains(LATER);
    nothingIsLost();
  }

  @Order(3)
  @Test
  void anUpgradeOfTheOperatorDisturbsNoRun() throws Exception {
    operator("upgrade", cluster.helm().chart("penstock"));
    nothingIsLost();
    assertThat(team.run("long", RunState.RUNNING).job()).isEqualTo(job);
    team.ready(Hands.quiet("customers", "freshness: 3h\n"));
    assertThat(policies()).contains("penstock-triggers");
  }

  @Order(4)
  @Test
  void helmTestAsksTheOperatorAndItsLogIsKept() throws Exception {
    for (var time : List.of("first", "again")) {
      assertThat(cluster.helm("test", "penstock", "--namespace", TestCluster.SYSTEM, "--logs"))
          .as(time)
          .contains("Phase:          Succeeded")
          .containsPattern("(?ms)POD LOGS: penstock-test \\(ask\\)$.*^ok$");
    }
    // As in the demo, where pods share this machine's network: of one that listens everywhere, no
    // address of the port would be free.
    try (var neighbour = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.2"))) {
      assertThat(neighbour.getLocalPort()).isEqualTo(port);
    }
  }

  @Order(5)
  @Test
  void aRollbackBringsTheEarlierOperatorBack() throws Exception {
    cluster.helm("rollback", "penstock", "1", "--namespace", TestCluster.SYSTEM, "--wait");
    soon().until(() -> policies().isEmpty());
    nothingIsLost();
    team.ready(Hands.quiet("orders", "description: after the rollback\n"));
    team.ready(Hands.quiet("customers", "freshness: 4h\n"));
  }

  @Order(6)
  @Test
  void definitionsOfTheNextReleaseComeAndGoAndPipelinesStay() throws Exception {
    definitions("upgrade", next());
    soon().until(() -> fields().contains("later"));
    cluster.helm("rollback", "penstock-crds", "1", "--namespace", TestCluster.SYSTEM, "--wait");
    soon().until(() -> !fields().contains("later"));
    nothingIsLost();
  }

  @Order(7)
  @Test
  void anUninstallKeepsDefinitionsAndDataAndAnInstallGoesOnWithThem() throws Exception {
    operator("upgrade", cluster.helm().chart("penstock"));
    cluster.helm("uninstall", "penstock", "--namespace", TestCluster.SYSTEM, "--wait");
    cluster.helm("uninstall", "penstock-crds", "--namespace", TestCluster.SYSTEM, "--wait");
    soon().until(() -> policies().isEmpty());
    nothingIsLost();
    assertThat(cluster.admin().rbac().clusterRoles().withName("penstock-operator").get()).isNull();

    definitions("install", cluster.helm().chart("penstock-crds"));
    operator("install", cluster.helm().chart("penstock"));
    nothingIsLost();
    assertThat(team.run("long", RunState.RUNNING).job()).isEqualTo(job);
    team.ready(Hands.quiet("orders", "description: after the second install\n"));
  }

  /** Whoever was there before the first upgrade is there, and is the same. */
  private static void nothingIsLost() {
    assertThat(made()).containsAllEntriesOf(made);
    assertThat(DEFINITIONS).allMatch(name -> established(definition(name)));
  }

  /** {@return the UIDs of what there is of the team, by kind and name} */
  private static Map<String, String> made() {
    var admin = cluster.admin();
    var found = new ArrayList<HasMetadata>();
    found.addAll(admin.resources(EtlPipeline.class).inNamespace("shop").list().getItems());
    found.addAll(team.runs());
    found.addAll(admin.batch().v1().cronjobs().inNamespace("shop").list().getItems());
    found.addAll(admin.batch().v1().jobs().inNamespace("shop").list().getItems());
    found.addAll(team.pods(job));
    found.add(definition(PIPELINES));
    var uids = new TreeMap<String, String>();
    found.forEach(object ->
        uids.put(
            object.getKind() + " " + object.getMetadata().getName(),
            object.getMetadata().getUid()));
    return uids;
  }

  private static boolean runs(Pod pod) {
    return "Running".equals(pod.getStatus().getPhase());
  }

  private static List<String> policies() {
    return cluster
        .admin()
        .admissionRegistration()
        .v1()
        .validatingAdmissionPolicies()
        .withLabel("app.kubernetes.io/name", "penstock")
        .list()
        .getItems()
        .stream()
        .map(policy -> policy.getMetadata().getName())
        .toList();
  }

  private static void operator(String verb, Path chart) throws IOException, InterruptedException {
    var values = "replicas=1,health.address=127.0.0.1,health.port=%d".formatted(port);
    var images = "image.reference=%s,runner.image.reference=%s".formatted(OPERATOR, RUNNER);
    helm("penstock", verb, chart, "--create-namespace", "--set", values, "--set", images);
  }

  private static void definitions(String verb, Path chart, String... more)
      throws IOException, InterruptedException {
    helm("penstock-crds", verb, chart, more);
  }

  private static void helm(String release, String verb, Path chart, String... more)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of(verb, release, chart.toString()));
    words.addAll(List.of("--namespace", TestCluster.SYSTEM, "--wait", "--timeout", "3m"));
    words.addAll(List.of(more));
    cluster.helm(words.toArray(String[]::new));
  }

  /** The definition as the first release had it. */
  private static CustomResourceDefinition earlier(String name) {
    return read("crds/src/test/resources/releases/0.1.0", name);
  }

  private static CustomResourceDefinition ofToday(String name) {
    return read("crds/manifests", name);
  }

  private static CustomResourceDefinition read(String folder, String name) {
    var file = "%s/penstock.dev_%s.yaml".formatted(folder, name.split("[.]", 2)[0]);
    try (var text = Files.newInputStream(TestCluster.home().resolve(file))) {
      return (CustomResourceDefinition) cluster.admin().load(text).items().getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The chart of a release to come, with one more field. */
  private static Path next() throws IOException {
    var chart = folder.resolve("next");
    var today = cluster.helm().chart("penstock-crds");
    try (var files = Files.walk(today)) {
      for (var file : files.toList()) {
        Files.copy(file, chart.resolve(today.relativize(file).toString()));
      }
    }
    var definition = ofToday(PIPELINES);
    definition.getMetadata().setAnnotations(Map.of("helm.sh/resource-policy", "keep"));
    spec(definition)
        .getProperties()
        .put("later", new JSONSchemaPropsBuilder().withType("string").build());
    Files.writeString(
        chart.resolve("templates/penstock.dev_etlpipelines.yaml"),
        Serialization.asYaml(definition));
    return chart;
  }

  private static JSONSchemaProps spec(CustomResourceDefinition definition) {
    return definition
        .getSpec()
        .getVersions()
        .getFirst()
        .getSchema()
        .getOpenAPIV3Schema()
        .getProperties()
        .get("spec");
  }

  private static CustomResourceDefinition definition(String name) {
    return cluster.admin().apiextensions().v1().customResourceDefinitions().withName(name).get();
  }

  private static Set<String> fields() {
    return spec(definition(PIPELINES)).getProperties().keySet();
  }

  private static Set<String> fieldsOfTargets() {
    var targets = spec(definition(PIPELINES)).getProperties().get("targets");
    return targets.getItems().getSchema().getProperties().keySet();
  }

  private static boolean established(CustomResourceDefinition definition) {
    return definition.getStatus() != null
        && definition.getStatus().getConditions() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  /** The operator of this checkout, to whom the Service's name is known. */
  private static Program operator(Path hosts) {
    return new Program(
        OPERATOR,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:-UsePerfData",
            "-Djava.io.tmpdir=${/tmp}",
            "-Djdk.net.hosts.file=" + hosts,
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
  }
}
