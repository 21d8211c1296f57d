package dev.penstock.e2e;

import static dev.penstock.e2e.GitOpsWorld.ALL;
import static dev.penstock.e2e.GitOpsWorld.DEV;
import static dev.penstock.e2e.GitOpsWorld.PRE_PROD;
import static dev.penstock.e2e.GitOpsWorld.PROD;
import static dev.penstock.e2e.GitOpsWorld.seen;
import static dev.penstock.e2e.GitOpsWorld.time;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.demo.Counts;
import dev.penstock.sandbox.gitops.Application;
import dev.penstock.sandbox.gitops.Environment;
import dev.penstock.sandbox.gitops.Stage;
import dev.penstock.sandbox.gitops.Team;
import dev.penstock.sandbox.gitops.Travel;
import dev.penstock.sandbox.gitops.Travel.What;
import dev.penstock.sandbox.kubernetes.GitOpsTools;
import dev.penstock.sandbox.kubernetes.Machine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The real Argo CD carries one repository through three environments: one world and one story, told
 * in order. At first every environment follows Git by itself or when a person says so; from the
 * seventh chapter on a commit has to prove itself in each.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ArgoCdE2E {
  private static final List<String> AUTOMATED = List.of(DEV, PRE_PROD);

  private static GitOpsWorld world;

  @BeforeAll
  static void startAll() throws Exception {
    if (lacks().isEmpty()) {
      world = GitOpsWorld.start(GitOpsTools.build(SandboxHome.userCache(), System.out::println));
    }
  }

  @BeforeEach
  void needsANetworkForArgoCdAlone() {
    Assumptions.assumeTrue(lacks().isEmpty(), () -> "Argo CD needs " + String.join(", ", lacks()));
  }

  @AfterAll
  static void leaveNothing() throws Exception {
    if (world != null) {
      world.close();
    }
  }

  @Test
  @Order(1)
  void aCommitReachesDevAndPreProdByItselfAndProdWhenAPersonSyncsIt() {
    world.story(() -> {
      team().let("applicationset.yaml");
      String commit = world.gitOps().first();
      Travel travel = world.follow(commit, seen(What.HEALTHY, AUTOMATED));
      assertThat(world.stage(PROD).generation()).as("prod waits for a person").isZero();
      assertThat(world.stage(PROD).application().sync()).isEqualTo("OutOfSync");
      time("first commit: dev synced", travel, DEV, What.SYNCED);
      time("first commit: dev Verified", travel, DEV, What.VERIFIED);

      world.gitOps().argo().applications().sync(world.environment(PROD).application());
      Travel prod = world.follow(commit, seen(What.HEALTHY, List.of(PROD)));

      time("asked for: prod synced", prod, PROD, What.SYNCED);
      time("asked for: prod Verified", prod, PROD, What.VERIFIED);
      for (Environment environment : world.gitOps().environments()) {
        long rows = environment.shop().count("orders");
        assertThat(rows).isPositive();
        assertThat(world.world().rowsInS3(environment, "sales/orders")).isEqualTo(rows);
        assertThat(Counts.inWarehouse(environment, "sales.orders")).isEqualTo(rows);
      }
    });
  }

  @Test
  @Order(2)
  void aChangeByHandIsHealed() {
    world.story(() -> {
      world.in(
          DEV,
          "patch",
          "etlpipeline",
          "orders",
          "--type=merge",
          "--patch={\"spec\": {\"suspend\": true}}");
      time(
          "change by hand: healed",
          world.until(() -> world.field(DEV, ".spec.suspend").equals("false")));
    });
  }

  @Test
  @Order(3)
  void aPipelineThatLeavesGitLeavesTheNamespaces() {
    world.story(() -> {
      world.follow(team().addsAPipeline(), seen(What.SYNCED, AUTOMATED));
      for (String name : AUTOMATED) {
        assertThat(world.in(name, "get", "etlpipelines", "-o", "name")).contains("/archive");
      }

      Travel travel = world.follow(team().removesThatPipeline(), seen(What.SYNCED, AUTOMATED));

      for (String name : AUTOMATED) {
        assertThat(world.in(name, "get", "etlpipelines", "-o", "name"))
            .contains("/orders")
            .doesNotContain("/archive");
      }
      time("deletion: pruned in dev", travel, DEV, What.SYNCED);
    });
  }

  @Test
  @Order(4)
  void whatTheOperatorWritesIntoAStatusTriggersNoSync() {
    world.story(() -> {
      Application before = world.stage(DEV).application();
      String version = world.field(DEV, ".metadata.resourceVersion");

      world
          .kubectl()
          .with(
              "create",
              world.environment(DEV).namespace(),
              """
              apiVersion: penstock.dev/v1alpha1
              kind: EtlRun
              metadata: {name: by-hand}
              spec: {pipeline: orders}
              """);
      world.eventually(
          () -> assertThat(world.field(DEV, ".status.lastRun.name")).isEqualTo("by-hand"));
      assertThat(world.field(DEV, ".metadata.resourceVersion")).isNotEqualTo(version);

      assertThat(world.lookedAtAgain(before.name()))
          .returns("Synced", Application::sync)
          .returns(before.operationStarted(), Application::operationStarted);
    });
  }

  @Test
  @Order(5)
  void aRevertRollsBack() {
    world.story(() -> {
      String described = world.field(DEV, ".spec.description");
      String commit = team().describesAnew("Orders, described anew");
      Travel travel = world.follow(commit, seen(What.SYNCED, AUTOMATED));
      assertThat(world.field(DEV, ".spec.description")).isEqualTo("Orders, described anew");
      time("later commit: dev synced", travel, DEV, What.SYNCED);

      Travel back = world.follow(team().reverts(commit), seen(What.SYNCED, AUTOMATED));

      for (String name : AUTOMATED) {
        assertThat(world.field(name, ".spec.description")).isEqualTo(described);
      }
      time("revert: rolled back in dev", back, DEV, What.SYNCED);
    });
  }

  @Test
  @Order(6)
  void outsideOfItsWindowProdStaysAsItIsAndAPersonMayPass() {
    world.story(() -> {
      String prod = world.environment(PROD).application();
      // Open for a minute of the year.
      team()
          .let("windows.yaml", Map.of("0 10 * * 1-4", "0 0 1 1 *", "duration: 4h", "duration: 1m"));
      team().let("applicationset.yaml", Map.of("automated: false", "automated: true"));
      world.eventually(() -> assertThat(world.healsItself(prod)).isEqualTo("true"));
      String before = world.field(PROD, ".spec.description");
      String started = world.stage(PROD).application().operationStarted();

      String commit = team().describesAnew("Orders, outside of the window");
      world.follow(commit, seen(What.SYNCED, AUTOMATED));
      world.eventually(() ->
          assertThat(world.stage(PROD).application())
              .returns("OutOfSync", Application::sync)
              .returns(commit, Application::revision));
      assertThat(world.lookedAtAgain(prod))
          .returns("OutOfSync", Application::sync)
          .returns(started, Application::operationStarted);
      assertThat(world.field(PROD, ".spec.description")).isEqualTo(before);

      world.gitOps().argo().applications().sync(prod);
      world.follow(commit, seen(What.SYNCED, List.of(PROD)));
      assertThat(world.field(PROD, ".spec.description")).isEqualTo("Orders, outside of the window");
      // The next chapters begin where the others ended: prod waits for a person again.
      team().let("project.yaml");
      team().let("applicationset.yaml");
      world.eventually(() -> assertThat(world.healsItself(prod)).isNotEqualTo("true"));
    });
  }

  @Test
  @Order(7)
  void aRollingSyncWaitsUntilEachEnvironmentHasProvenTheCommit() {
    world.story(() -> {
      team().let("applicationset-progressive.yaml");
      // Before that the Applications would still sync a commit by themselves.
      world.eventually(() ->
          assertThat(world.rollout())
              .containsExactlyInAnyOrder(
                  "etl-dev=Healthy", "etl-pre-prod=Healthy", "etl-prod=Healthy"));

      Travel travel = world.follow(team().namesMissingSegments(), seen(What.HEALTHY, ALL));

      assertThat(travel.when(PRE_PROD, What.SYNCED).orElseThrow())
          .isGreaterThanOrEqualTo(travel.when(DEV, What.VERIFIED).orElseThrow());
      assertThat(travel.when(PROD, What.SYNCED).orElseThrow())
          .isGreaterThanOrEqualTo(travel.when(PRE_PROD, What.VERIFIED).orElseThrow());
      for (String name : ALL) {
        time("rolling: %s synced".formatted(name), travel, name, What.SYNCED);
        time("rolling: %s Verified".formatted(name), travel, name, What.VERIFIED);
      }
    });
  }

  @Test
  @Order(8)
  void aCommitWhoseRunFailsInPreProdLeavesProdUntouchedAndARevertFreesTheWay() {
    world.story(() -> {
      Stage before = world.stage(PROD);
      world.misfileAnOrder(PRE_PROD);

      String bad = team().demandsKnownStatus();
      Travel stopped = world.follow(bad, seen(What.DEGRADED, List.of(PRE_PROD)));

      assertThat(stopped.saw(DEV, What.VERIFIED)).isTrue();
      world.eventually(() ->
          assertThat(world.stage(PROD).application())
              .as("prod knows of the commit")
              .returns("OutOfSync", Application::sync)
              .returns(bad, Application::revision));
      world.eventually(() -> assertThat(world.rollout()).contains("etl-prod=Waiting"));
      assertThat(world.stage(PROD).generation()).isEqualTo(before.generation());
      time("bad commit: Degraded in pre-prod", stopped, PRE_PROD, What.DEGRADED);

      Travel back = world.follow(team().reverts(bad), seen(What.HEALTHY, ALL));

      assertThat(world.stage(PROD))
          .returns(before.generation(), Stage::generation)
          .extracting(Stage::application)
          .returns(before.application().operationStarted(), Application::operationStarted);
      time("revert: dev Verified again", back, DEV, What.VERIFIED);
      time("revert: pre-prod Healthy again", back, PRE_PROD, What.HEALTHY);
    });
  }

  @Test
  @Order(9)
  void afterEveryExampleIsAppliedTheApplicationIsSyncedAndStaysSo() {
    world.story(() -> {
      AllExamples examples = AllExamples.committed(world);
      world.eventually(() ->
          assertThat(examples.application())
              .returns("Synced", Application::sync)
              .returns("Healthy", Application::health));
      String synced = examples.application().operationStarted();

      examples.runOne();
      world.eventually(() -> assertThat(examples.stateOfTheRun()).isEqualTo("Succeeded"));

      assertThat(world.lookedAtAgain(AllExamples.NAME))
          .returns("Synced", Application::sync)
          .returns(synced, Application::operationStarted);
    });
  }

  private static Team team() {
    return world.gitOps().team();
  }

  private static List<String> lacks() {
    return GitOpsTools.lacks(Machine.inspect());
  }
}
