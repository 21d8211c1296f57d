package dev.penstock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs whose end nobody saw: a node without power, a runner killed after its commit. */
class LostRunsE2E {
  private static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";
  private static final String NODE = "127.0.0.1";

  private static World world;
  private static OutsideOperator operator;

  @BeforeAll
  static void installWithTheOperatorOnAnotherMachine() throws Exception {
    if (World.possible()) {
      world = World.start();
      operator = world.moveOperatorOutside();
    }
  }

  @BeforeEach
  void needsANode() {
    World.assumePossible();
  }

  @AfterAll
  static void leaveNothing() throws Exception {
    try (World running = world;
        OutsideOperator outside = operator) {}
  }

  @Test
  void aRunnerKilledAfterItsCommitIsReportedOnFromTheLogAndTheNextRunPublishesIt() {
    Example orders = world.example("orders-unseen").tryingOnce();
    world.story(() -> {
      pauses(orders, "committed");
      world.step("kill it after its commit", () -> world.kill("unseen"));
      long rows = world.rowsInSource("orders");
      world.step(
          "a report on the log says what it did",
          () -> {
            Map<String, Object> status = world.endOf("unseen");
            assertThat(status)
                .containsEntry("state", "Failed")
                .containsEntry("reason", "NotPublished")
                .containsEntry("commit", 1)
                .containsEntry("rows", Math.toIntExact(rows));
            assertThat(String.valueOf(status.get("message")))
                .contains("Entry 1 is committed.", "The pipeline's next run publishes it first.");
          });
      assertThat(world.rowsInS3(orders.path())).isZero();
      world.step("ask for another run", () -> world.request("orders-unseen", "after"));
      world.step(
          "it succeeds",
          () -> assertThat(world.endOf("after")).containsEntry("state", "Succeeded"));
      assertThat(world.rowsInS3(orders.path())).isEqualTo(rows);
      assertThat(world.rowsInWarehouse(orders.table())).isEqualTo(rows);
    });
  }

  @Test
  void aNodeThatLosesPowerIsSaidToBeLostAndTheRunGoesOnWhenItIsBack() {
    Example orders = world.example("orders-lost");
    world.story(() -> {
      pauses(orders, "staged");
      world.step("the node loses power", world::losePower);
      world.step("the status says so and counts nothing", () -> saysNodeLost("lost"));
      world.step("the power is back", world::restorePower);
      world.step("another attempt succeeds", () -> succeedsOnce(orders, "lost"));
    });
  }

  @Test
  void aNodeThatIsDeclaredOutOfServiceGivesItsRunFree() {
    Example orders = world.example("orders-given-up");
    world.story(() -> {
      pauses(orders, "staged");
      world.step("the node loses power", world::losePower);
      world.step("the status says so and counts nothing", () -> saysNodeLost("given-up"));
      world.step(
          "somebody declares it out of service",
          () -> world.kubectl("taint", "nodes", NODE, OUT_OF_SERVICE + "=nodeshutdown:NoExecute"));
      world.step(
          "another pod waits for a node",
          () ->
              patiently(() ->
                  assertThat(world.status("EtlRun", "given-up"))
                      .containsEntry("reason", "Unschedulable")));
      world.step("the node is repaired", world::restorePower);
      world.step(
          "and taken into service",
          () -> world.kubectl("taint", "nodes", NODE, OUT_OF_SERVICE + "-"));
      world.step("the other attempt succeeds", () -> succeedsOnce(orders, "given-up"));
    });
  }

  /** Has a run, named as its pipeline, stay at a point; the pods after it go on. */
  private static void pauses(Example orders, String point) throws Throwable {
    String pipeline = orders.pipeline();
    String run = pipeline.replace("orders-", "");
    world.step("pods of this pipeline pause", () -> world.pause(pipeline, point));
    world.step("apply the pipeline", () -> world.apply(orders.manifest()));
    world.step("ask for a run", () -> world.request(pipeline, run));
    world.step("its runner is at the point", () -> world.awaitPause(pipeline));
    world.step("the next pod does not pause", () -> world.pauseNoMore(pipeline));
  }

  private static void saysNodeLost(String run) {
    patiently(() ->
        assertThat(world.status("EtlRun", run))
            .containsEntry("reason", "NodeLost")
            .containsEntry("state", "Running")
            .doesNotContainKeys("rows", "targets", "commit", "completionTime"));
    assertThat(String.valueOf(world.status("EtlRun", run).get("message")))
        .startsWith("Node 127.0.0.1 of pod ")
        .contains("is not known", OUT_OF_SERVICE);
  }

  private static void succeedsOnce(Example orders, String run) throws Exception {
    assertThat(world.endOf(run)).containsEntry("state", "Succeeded").containsEntry("commit", 1);
    assertThat(world.commits(orders.pipeline())).containsExactly(1L);
    long rows = world.rowsInSource("orders");
    assertThat(world.rowsInS3(orders.path())).isEqualTo(rows);
    assertThat(world.rowsInWarehouse(orders.table())).isEqualTo(rows);
  }

  private static void patiently(ThrowingRunnable assertion) {
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions()
        .untilAsserted(assertion);
  }
}
