package dev.penstock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.sandbox.demo.Kubectl;
import dev.penstock.sandbox.gitops.Application;
import dev.penstock.sandbox.gitops.Environment;
import dev.penstock.sandbox.gitops.GitOps;
import dev.penstock.sandbox.gitops.Stage;
import dev.penstock.sandbox.gitops.Travel;
import dev.penstock.sandbox.gitops.Travel.What;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.GitOpsTools;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.awaitility.core.ThrowingRunnable;

/**
 * A world with Argo CD and three environments, and the words in which their story is told. Pods are
 * local processes: nothing here depends on what a node enforces.
 */
record GitOpsWorld(World world, GitOps gitOps) implements AutoCloseable {
  static final String DEV = "dev";
  static final String PRE_PROD = "pre-prod";
  static final String PROD = "prod";
  static final List<String> ALL = List.of(DEV, PRE_PROD, PROD);

  private static final String READINESS =
      "custom-columns=NAME:.metadata.name,READY:.status.conditions[?(@.type==\"Ready\")].message";

  private static final Duration LIMIT = Duration.ofMinutes(3);

  static GitOpsWorld start(GitOpsTools tools) throws Exception {
    World world = World.start(ClusterLevel.PROCESS);
    try {
      return new GitOpsWorld(world, world.gitOps(tools));
    } catch (Exception e) {
      world.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    world.close();
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

  Environment environment(String name) {
    return gitOps.environment(name);
  }

  Stage stage(String environment) {
    return gitOps.promotion().stage(environment(environment)).orElseThrow();
  }

  /** Looks after a commit until that is enough. */
  Travel follow(String commit, Predicate<Travel> enough) throws IOException, InterruptedException {
    return gitOps
        .promotion()
        .follow(commit, LIMIT, event -> System.out.println("  " + event), enough);
  }

  /** What the story ends with in all of these environments. */
  static Predicate<Travel> seen(What what, List<String> environments) {
    return travel -> environments.stream().allMatch(name -> travel.saw(name, what));
  }

  /** An Application after Argo CD has compared it once more, which it does when it is asked. */
  Application lookedAtAgain(String application) throws IOException, InterruptedException {
    String before = reconciled(application);
    gitOps.argo().applications().refresh(application);
    eventually(() -> assertThat(reconciled(application)).isNotEqualTo(before));
    return gitOps.argo().applications().find(application).orElseThrow();
  }

  /** Whether an Application syncs by itself, as {@code true}. */
  String healsItself(String application) throws IOException, InterruptedException {
    String path = "jsonpath={.spec.syncPolicy.automated.selfHeal}";
    return kubectl().run("-n", "argocd", "get", "application", application, "-o", path);
  }

  /** Where each Application stands in a RollingSync, as etl-prod=Waiting. */
  List<String> rollout() throws IOException, InterruptedException {
    String path = "jsonpath={range .status.applicationStatus[*]}{.application}={.status} {end}";
    String said = kubectl().run("-n", "argocd", "get", "applicationset", "etl", "-o", path);
    return List.of(said.strip().split(" "));
  }

  /** A field of the pipeline orders, by its JSON path. */
  String field(String environment, String path) throws IOException, InterruptedException {
    return in(environment, "get", "etlpipeline", "orders", "-o", "jsonpath={%s}".formatted(path));
  }

  /** {@code kubectl} in the namespace of an environment. */
  String in(String environment, String... words) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-n", environment(environment).namespace()));
    all.addAll(List.of(words));
    return kubectl().run(all.toArray(String[]::new));
  }

  Kubectl kubectl() {
    return world.administrator();
  }

  /** In this environment, and only there, an order has a status that no shop should give. */
  void misfileAnOrder(String environment) throws SQLException {
    try (Connection connection = environment(environment).shop().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          UPDATE orders SET status = 'lost', updated_at = now()
          WHERE order_id = (SELECT min(order_id) FROM orders)
          """);
    }
  }

  void eventually(ThrowingRunnable assertion) {
    await().atMost(LIMIT).pollInterval(Duration.ofMillis(200)).untilAsserted(assertion);
  }

  /** {@return how long it takes until that is so, to the next tenth of a second} */
  Duration until(Callable<Boolean> condition) {
    long from = System.nanoTime();
    await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(condition);
    return Duration.ofNanos(System.nanoTime() - from);
  }

  static void time(String what, Travel travel, String environment, What event) {
    time(what, travel.when(environment, event).orElseThrow());
  }

  /** Printed and never asserted: docs/gitops.md quotes it. */
  static void time(String what, Duration time) {
    System.out.printf(Locale.ROOT, "gitops: %-34s %5.1f s%n", what, time.toMillis() / 1000.0);
  }

  private String reconciled(String application) throws IOException, InterruptedException {
    String path = "jsonpath={.status.reconciledAt}";
    return kubectl().run("-n", "argocd", "get", "application", application, "-o", path);
  }

  private void evidence() {
    try {
      Kubectl kubectl = kubectl();
      kubectl.show(System.out, "-n", "argocd", "get", "applicationsets,applications", "-o", "yaml");
      kubectl.show(System.out, "get", "etlpipelines,etlruns,pods", "-A", "-o", "wide");
      kubectl.show(System.out, "get", "etlpipelines", "-A", "-o", READINESS);
      for (String part :
          List.of("application-controller", "applicationset-controller", "repo-server")) {
        System.out.println("--- " + part);
        world.lastWords("gitops-" + part).forEach(System.out::println);
      }
    } catch (IOException e) {
      System.out.println("No evidence: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
