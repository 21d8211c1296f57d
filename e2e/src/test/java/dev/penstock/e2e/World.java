package dev.penstock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.cli.Main;
import dev.penstock.cli.cluster.Namespace;
import dev.penstock.sandbox.DirectoryTree;
import dev.penstock.sandbox.Sandbox;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.StateDirectory;
import dev.penstock.sandbox.demo.Counts;
import dev.penstock.sandbox.demo.Installation;
import dev.penstock.sandbox.demo.Kubectl;
import dev.penstock.sandbox.demo.Product;
import dev.penstock.sandbox.demo.ProductImages;
import dev.penstock.sandbox.gitops.Environment;
import dev.penstock.sandbox.gitops.GitOps;
import dev.penstock.sandbox.kubernetes.Cluster;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.GitOpsTools;
import dev.penstock.sandbox.kubernetes.LevelChoice;
import dev.penstock.sandbox.kubernetes.Machine;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Assumptions;

/** The sandbox with the product installed, and the words in which stories are told. */
final class World implements AutoCloseable {
  private static final String NAMESPACE = "shop";
  private static final String VERSION = "penstock.dev/v1alpha1";
  private static final double SCALE = 0.01;
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final Duration RUN = Duration.ofMinutes(5);
  private static final Set<String> ENDED =
      Set.of("Succeeded", "Failed", "Cancelled", "Superseded", "Unknown");

  private static final String PAUSE =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingAdmissionPolicy
      metadata: {name: e2e-pause}
      spec:
        failurePolicy: Fail
        reinvocationPolicy: Never
        matchConstraints:
          resourceRules:
            - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
        matchConditions:
          - name: paused
            expression: "has(object.metadata.labels) && 'penstock.dev/pipeline' in object.metadata.labels && object.metadata.labels['penstock.dev/pipeline'] == '%s'"
        mutations:
          - patchType: JSONPatch
            jsonPatch:
              expression: >
                [JSONPatch{op: "add", path: "/spec/containers/0/env/-",
                value: Object.spec.containers.env{name: "PENSTOCK_PAUSE_AT", value: "%s:600"}}]
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingAdmissionPolicyBinding
      metadata: {name: e2e-pause}
      spec: {policyName: e2e-pause}
      """;

  private final Path home;
  private final Path state;
  private final Sandbox sandbox;
  private final Installation installation;
  private final Kubectl kubectl;
  private final Counts counts;

  private World(Path home, Path state, Sandbox sandbox, Installation installation) {
    this.home = home;
    this.state = state;
    this.sandbox = sandbox;
    this.installation = installation;
    this.kubectl = installation.kubectl();
    this.counts = new Counts(sandbox);
  }

  /** {@return whether this machine carries a node} */
  static boolean possible() {
    return possible(ClusterLevel.NODE);
  }

  /** {@return whether this machine carries that level or a higher one} */
  static boolean possible(ClusterLevel level) {
    return LevelChoice.of(Machine.inspect()).level().compareTo(level) <= 0;
  }

  /** Skips the calling test, with the reason, on a machine that carries none. */
  static void assumePossible() {
    assumePossible(ClusterLevel.NODE);
  }

  /** The same for a level, which a machine of a higher one carries too. */
  static void assumePossible(ClusterLevel level) {
    LevelChoice choice = LevelChoice.of(Machine.inspect());
    Assumptions.assumeTrue(choice.level().compareTo(level) <= 0, choice::sentence);
  }

  /** Starts everything, on a real node. */
  static World start() throws Exception {
    return start(ClusterLevel.NODE);
  }

  /** Starts everything, with pods as a level runs them. */
  static World start(ClusterLevel level) throws Exception {
    Path home = Path.of(System.getProperty("penstock.home"));
    Path folder = Files.createTempDirectory("penstock-e2e");
    StateDirectory state = new StateDirectory(folder);
    Product product = new Product(home);
    var images = ProductImages.of(level, product, SandboxHome.userCache(), System.out::println);
    Sandbox sandbox =
        Sandbox.start(new Sandbox.Settings(state, home, SCALE, level), System.out::println);
    try {
      Installation installation = new Installation(sandbox, state, product, images, System.out);
      installation.importImages();
      installation.installOperator();
      installation.makeNamespace(NAMESPACE);
      return new World(home, folder, sandbox, installation);
    } catch (Exception e) {
      sandbox.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    sandbox.close();
    DirectoryTree.delete(state);
  }

  Example example(String name) {
    try {
      return Example.ordersAs(home, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells a story; when it fails, shows what a person would look at first. */
  void story(ThrowingRunnable story) {
    try {
      story.run();
    } catch (Throwable e) {
      evidence();
      throw e instanceof Error error ? error : new AssertionError(e.getMessage(), e);
    }
  }

  void step(String name, ThrowingRunnable step) throws Throwable {
    System.out.println("e2e: " + name);
    try {
      step.run();
    } catch (Throwable e) {
      throw new AssertionError("Step \"%s\": %s".formatted(name, e.getMessage()), e);
    }
  }

  void eventually(ThrowingRunnable assertion) {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(300))
        .ignoreExceptions()
        .untilAsserted(assertion);
  }

  String kubectl(String... words) throws IOException, InterruptedException {
    String[] all = new String[words.length + 2];
    all[0] = "-n";
    all[1] = NAMESPACE;
    System.arraycopy(words, 0, all, 2, words.length);
    return kubectl.run(all);
  }

  /** {@return what a verb against the cluster prints, which must end well} */
  String penstock(String... words) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        Main.commandLine(
                (context, namespace) ->
                    new Namespace(
                        new KubernetesClientBuilder().withConfig(cluster().config()).build(),
                        NAMESPACE),
                Clock.systemUTC())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(words);
    assertThat(code).as("%s%n%s", String.join(" ", words), err).isZero();
    return out.toString();
  }

  /** {@return kubectl in whatever namespace its words name} */
  Kubectl administrator() {
    return kubectl;
  }

  /** Starts Argo CD and three environments, which end with this world. */
  GitOps gitOps(GitOpsTools tools) throws IOException, InterruptedException {
    return GitOps.start(sandbox, new StateDirectory(state), home.resolve("examples/gitops"), tools);
  }

  /** {@return what a part of the cluster, or beside it, has said last} */
  List<String> lastWords(String part) throws IOException {
    Path log = cluster().logs().resolve(part + ".log");
    List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
    return lines.subList(Math.max(0, lines.size() - 40), lines.size());
  }

  /** {@return the shell of a person who works in that directory} */
  Shell shell(Path directory) throws IOException {
    return Shell.in(
        directory,
        home,
        Map.of(
            "KUBECONFIG",
            kubectl.kubeconfigs().toString(),
            "PATH",
            kubectl.program().getParent() + File.pathSeparator + System.getenv("PATH")));
  }

  /** {@return the connections that a person would apply} */
  Path connections() {
    return new StateDirectory(state).connectionsFile();
  }

  /** {@return the folder of the examples} */
  Path examples() {
    return home.resolve("examples");
  }

  /** {@return the Secrets that they name} */
  Path secrets() {
    return new StateDirectory(state).secretsFile();
  }

  void apply(String manifest) throws IOException, InterruptedException {
    kubectl.with("apply", NAMESPACE, manifest);
  }

  void applyFile(String file) throws IOException, InterruptedException {
    kubectl("apply", "--server-side", "-f", home.resolve(file).toString());
  }

  void request(String pipeline, String run) throws IOException, InterruptedException {
    kubectl.with(
        "create",
        NAMESPACE,
        """
        apiVersion: penstock.dev/v1alpha1
        kind: EtlRun
        metadata: {name: %s}
        spec: {pipeline: %s}
        """
            .formatted(run, pipeline));
  }

  @SuppressWarnings("unchecked")
  Map<String, Object> status(String kind, String name) {
    GenericKubernetesResource resource =
        sandbox
            .cluster()
            .orElseThrow()
            .client()
            .genericKubernetesResources(VERSION, kind)
            .inNamespace(NAMESPACE)
            .withName(name)
            .get();
    return resource != null && resource.get("status") instanceof Map<?, ?> map
        ? (Map<String, Object>) map
        : Map.of();
  }

  /** {@return the status of a run once it has ended} */
  Map<String, Object> endOf(String run) {
    await()
        .atMost(RUN)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> ended(status("EtlRun", run)));
    return status("EtlRun", run);
  }

  /** What a run did may not be known yet although it has ended. */
  private static boolean ended(Map<String, Object> status) {
    return ENDED.contains(String.valueOf(status.get("state")))
        && (status.containsKey("completionTime") || !"Unknown".equals(status.get("state")));
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> condition(Map<String, Object> status, String type) {
    return ((List<Map<String, Object>>) status.get("conditions"))
        .stream().filter(item -> type.equals(item.get("type"))).findFirst().orElseThrow();
  }

  /** New pods of the pipeline pause at that point of their run. */
  void pause(String pipeline, String point) throws IOException, InterruptedException {
    kubectl.with("apply", NAMESPACE, PAUSE.formatted(pipeline, point));
    eventually(() -> assertThat(pausesNewPods(pipeline)).isTrue());
  }

  void pauseNoMore(String pipeline) throws IOException, InterruptedException {
    kubectl("delete", "mutatingadmissionpolicybinding,mutatingadmissionpolicy", "e2e-pause");
    eventually(() -> assertThat(pausesNewPods(pipeline)).isFalse());
  }

  /** A policy works a moment after it is stored: a dry run shows whether it does. */
  private boolean pausesNewPods(String pipeline) throws IOException, InterruptedException {
    return kubectl(
            "run",
            "probe",
            "--image=none",
            "--labels=penstock.dev/pipeline=" + pipeline,
            "--env=A=b",
            "--dry-run=server",
            "-o",
            "yaml")
        .contains("PENSTOCK_PAUSE_AT");
  }

  void awaitPause(String pipeline) {
    await()
        .atMost(RUN)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions()
        .untilAsserted(() ->
            assertThat(kubectl("logs", "-l", "penstock.dev/pipeline=" + pipeline, "--tail=200"))
                .contains("event=paused at="));
  }

  /** SIGKILL, as a node that loses power or the kernel's out-of-memory killer does. */
  void kill(String run) {
    String uid = String.valueOf(status("EtlRun", run).get("uid"));
    ProcessHandle runner = Processes.runnerOf(uid).orElseThrow();
    assertThat(runner.destroyForcibly()).isTrue();
  }

  /** The node's first process is killed, and everything on the node with it. */
  void losePower() throws IOException, InterruptedException {
    cluster().losePower();
  }

  void restorePower() throws IOException, InterruptedException {
    cluster().restorePower();
  }

  /** Moves the operator off the node, as if it ran on another one. */
  OutsideOperator moveOperatorOutside() throws IOException, InterruptedException {
    return OutsideOperator.insteadOfTheOneIn(cluster(), kubectl, home, state);
  }

  /** {@return the numbers in the pipeline's commit log, without the entry that opened it} */
  List<Long> commits(String pipeline) {
    var prefix = "_penstock/%s/%s/log/".formatted(NAMESPACE, pipeline);
    try (var store = sandbox.store().client()) {
      return store
          .listObjectsV2Paginator(list -> list.bucket(sandbox.bucket("lake")).prefix(prefix))
          .contents()
          .stream()
          .map(
              entry -> Long.parseLong(entry.key().substring(prefix.length(), prefix.length() + 20)))
          .filter(number -> number > 0)
          .toList();
    }
  }

  private Cluster cluster() {
    return (Cluster) sandbox.cluster().orElseThrow();
  }

  /** Has the source's database do something, as its owner. */
  void inShop(String sql) throws SQLException {
    try (var connection = sandbox.shop().connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  long rowsInSource(String table) {
    return counts.inSource(table);
  }

  long rowsInS3(String path) throws IOException {
    return counts.inS3(sandbox.bucket("lake"), path);
  }

  /** {@return the rows in an environment's own bucket} */
  long rowsInS3(Environment environment, String path) throws IOException {
    return counts.inS3(environment.bucket(), path);
  }

  long rowsInWarehouse(String table) throws IOException {
    return counts.inWarehouse(table);
  }

  private void evidence() {
    try {
      installation.showEvidence(NAMESPACE);
      OutsideOperator.tail(state).forEach(System.out::println);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
