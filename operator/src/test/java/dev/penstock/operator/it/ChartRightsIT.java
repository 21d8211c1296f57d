package dev.penstock.operator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The chart grants what is needed and nothing else: with all rights every scenario is reached and
 * nothing is refused; with one right less, the scenario named for it is not. Each operator is one
 * of a watched namespace, so its rights are those of the chart's Roles; the ClusterRole has the
 * same rules ({@code theClusterRoleHasTheRulesOfTheRoles}).
 */
class ChartRightsIT {
  private static final int AT_ONCE = 6;

  /** All else that is refused is soon tried again, and refused again. */
  private static final Set<String> NOT_SOON_AGAIN = Set.of("events", "pods/log");

  /** By verb and resource. A right that is granted and not here fails a test, and the reverse. */
  private static final Map<Scenario, List<String>> NEEDED =
      Map.ofEntries(
          Map.entry(
              Scenario.IT_STARTS,
              List.of(
                  "list etlpipelines",
                  "list etlconnections",
                  "list etlruns",
                  "list configmaps",
                  "list cronjobs",
                  "list jobs",
                  "list pods")),
          Map.entry(
              Scenario.IT_WATCHES,
              List.of(
                  "watch etlpipelines",
                  "watch etlconnections",
                  "watch etlruns",
                  "watch configmaps",
                  "watch cronjobs",
                  "watch jobs",
                  "watch pods")),
          Map.entry(Scenario.IT_LEADS, List.of("get leases", "create leases")),
          Map.entry(Scenario.IT_KEEPS_THE_LEASE, List.of("patch leases")),
          Map.entry(Scenario.A_CONNECTION_IS_TOLD_OF, List.of("patch etlconnections/status")),
          Map.entry(
              Scenario.A_PIPELINE_IS_IN_PLACE,
              List.of(
                  "patch etlpipelines/status",
                  "create configmaps",
                  "patch configmaps",
                  "get cronjobs",
                  "create cronjobs",
                  "patch cronjobs")),
          Map.entry(Scenario.IT_IS_TOLD, List.of("create events")),
          Map.entry(
              Scenario.A_RUN_STARTS,
              List.of(
                  "get etlpipelines",
                  "patch etlruns/status",
                  "get configmaps",
                  "get jobs",
                  "create jobs",
                  "patch jobs")),
          Map.entry(Scenario.ITS_LOG_IS_READ, List.of("get pods/log")),
          Map.entry(Scenario.A_CANCELLED_JOB_GOES, List.of("delete jobs")),
          Map.entry(Scenario.A_JOB_BY_HAND_IS_RECORDED, List.of("get etlruns", "create etlruns")),
          Map.entry(Scenario.A_CANCELLED_BACKFILL_ENDS_ITS_WINDOW, List.of("patch etlruns")),
          Map.entry(Scenario.OLD_RECORDS_GO, List.of("delete etlruns")),
          Map.entry(Scenario.OLD_CONFIG_GOES, List.of("delete configmaps")));

  private static TestCluster cluster;
  private static List<Right> granted = List.of();
  private static ExecutorService threads;
  private static final Map<Right, Future<Void>> removals = new LinkedHashMap<>();

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    if (!TestCluster.possible()) {
      return;
    }
    cluster = TestCluster.start();
    granted = granted();
    threads = Executors.newFixedThreadPool(AT_ONCE);
    for (var right : granted) {
      removals.put(right, threads.submit(() -> without(right)));
    }
  }

  @BeforeEach
  void needsAControlPlane() {
    TestCluster.assumePossible();
  }

  @AfterAll
  static void stop() throws IOException {
    if (threads != null) {
      threads.shutdownNow();
    }
    try (var control = cluster) {}
  }

  @Test
  void everyRightHasAScenarioAndNoScenarioNamesAnother() {
    assertThat(granted.stream().map(Right::toString))
        .containsExactlyInAnyOrderElementsOf(
            NEEDED.values().stream().flatMap(List::stream).toList());
  }

  @Test
  void theClusterRoleHasTheRulesOfTheRoles() throws Exception {
    var roles = cluster.rendered("--show-only", "templates/rbac.yaml").stream();
    var rights =
        roles
            .filter(ClusterRole.class::isInstance)
            .flatMap(role -> rights(((ClusterRole) role).getRules()))
            .toList();
    assertThat(granted).containsAll(rights);
    assertThat(granted)
        .filteredOn(right -> !rights.contains(right))
        .allSatisfy(right -> assertThat(right.resource()).isEqualTo("leases"));
  }

  @Test
  void withAllRightsEveryScenarioIsReachedAndNothingIsRefused() {
    var team = Team.in(cluster.admin(), "all-rights");
    try (var operator = LimitedOperator.start(cluster, "all-rights", granted)) {
      var stage = new Scenario.Stage(cluster.admin(), "all-rights", team, operator);
      for (var scenario : Scenario.values()) {
        play(scenario, stage);
      }
      assertThat(operator.refusals()).isZero();
    }
  }

  @TestFactory
  Stream<DynamicTest> withoutOneRightItsScenarioIsNotReached() {
    return removals.entrySet().stream()
        .map(removal ->
            DynamicTest.dynamicTest(
                "%s: %s".formatted(removal.getKey(), scenario(removal.getKey())),
                () -> outcome(removal.getValue())));
  }

  private static void outcome(Future<Void> removal) throws Throwable {
    try {
      removal.get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  private static Void without(Right right) {
    var namespace = "no-" + right.toString().replaceAll("[ /]", "-");
    var rights = new ArrayList<>(granted);
    rights.remove(right);
    var needing = scenario(right);
    var team = Team.in(cluster.admin(), namespace);
    try (var operator = LimitedOperator.start(cluster, namespace, rights)) {
      var stage = new Scenario.Stage(cluster.admin(), namespace, team, operator);
      for (var scenario : Scenario.values()) {
        if (scenario == needing) {
          scenario.act(stage);
          int tries = NOT_SOON_AGAIN.contains(right.resource()) ? 1 : 2;
          patiently("a refusal to " + right)
              .until(() -> operator.refusals(right.resource()) >= tries);
          assertThat(scenario.reached(stage)).as("%s without %s", scenario, right).isFalse();
          return null;
        }
        play(scenario, stage);
      }
    }
    throw new AssertionError("No scenario for " + right);
  }

  private static void play(Scenario scenario, Scenario.Stage stage) {
    scenario.act(stage);
    patiently(scenario + " in " + stage.namespace()).until(() -> scenario.reached(stage));
  }

  private static Scenario scenario(Right right) {
    return NEEDED.entrySet().stream()
        .filter(entry -> entry.getValue().contains(right.toString()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new AssertionError("No scenario needs " + right));
  }

  /** Of the Roles that the chart makes for a watched namespace and for its lease. */
  private static List<Right> granted() throws IOException, InterruptedException {
    var watched = new String[] {"--set", "watchNamespaces={shop}", "--show-only", ""};
    var rights = new ArrayList<Right>();
    for (var template : List.of("rbac", "leases")) {
      watched[3] = "templates/%s.yaml".formatted(template);
      cluster.rendered(watched).stream()
          .filter(Role.class::isInstance)
          .flatMap(role -> rights(((Role) role).getRules()))
          .forEach(rights::add);
    }
    return rights;
  }

  private static Stream<Right> rights(List<PolicyRule> rules) {
    return rules.stream().flatMap(Right::of);
  }

  private static ConditionFactory patiently(String what) {
    return await(what).atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(200));
  }
}
