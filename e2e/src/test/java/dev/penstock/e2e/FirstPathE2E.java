package dev.penstock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole path on a real node: apply, CronJob, Job, rows in both places, status. */
class FirstPathE2E {
  private static World world;

  @BeforeAll
  static void installAsAStrangerWould() throws Exception {
    if (World.possible()) {
      world = World.start();
    }
  }

  @BeforeEach
  void needsANode() {
    World.assumePossible();
  }

  @AfterAll
  static void leaveNothing() throws Exception {
    if (world != null) {
      world.close();
    }
  }

  @Test
  void aRequestedRunPutsTheRowsOfTheSourceIntoBothPlacesAndSaysSoOnTheResource() {
    Example orders = world.example("orders");
    world.story(() -> {
      world.step("apply the pipeline", () -> world.apply(orders.manifest()));
      world.step(
          "the operator makes a CronJob",
          () ->
              world.eventually(
                  () -> assertThat(world.kubectl("get", "cronjob", "orders")).contains("orders")));
      world.step("ask for a run", () -> world.request("orders", "orders-first"));
      world.step(
          "it succeeds",
          () -> assertThat(world.endOf("orders-first")).containsEntry("state", "Succeeded"));
      long rows = world.rowsInSource("orders");
      world.step(
          "the rows are in S3 and in the warehouse",
          () -> {
            assertThat(rows).isPositive();
            assertThat(world.rowsInS3(orders.path())).isEqualTo(rows);
            assertThat(world.rowsInWarehouse(orders.table())).isEqualTo(rows);
          });
      world.step(
          "the pipeline says so",
          () ->
              world.eventually(() -> {
                Map<String, Object> status = world.status("EtlPipeline", "orders");
                assertThat(World.condition(status, "Ready")).containsEntry("status", "True");
                assertThat(World.condition(status, "LastRunSucceeded"))
                    .containsEntry("status", "True");
                assertThat((Map<?, ?>) status.get("lastRun"))
                    .extracting("name", "result", "rows")
                    .containsExactly("orders-first", "Succeeded", Math.toIntExact(rows));
              }));
    });
  }

  @Test
  void aJobMadeByHandFromTheCronJobIsAdmittedAndRecordedAsARun() {
    Example orders = world.example("orders-by-hand");
    world.story(() -> {
      world.step("apply the pipeline", () -> world.apply(orders.manifest()));
      world.step(
          "make a Job from its CronJob",
          () ->
              world.eventually(() ->
                  world.kubectl("create", "job", "by-hand", "--from=cronjob/orders-by-hand")));
      world.step(
          "its record ends well",
          () -> assertThat(world.endOf("by-hand")).containsEntry("state", "Succeeded"));
      assertThat(world.rowsInWarehouse(orders.table())).isEqualTo(world.rowsInSource("orders"));
    });
  }

  @Test
  void aRunnerKilledAfterStagingIsRetriedAndItsRowsCountOnce() {
    Example orders = world.example("orders-killed");
    world.story(() -> {
      world.step(
          "pods of this pipeline pause when all is staged",
          () -> world.pause("orders-killed", "staged"));
      world.step("apply the pipeline", () -> world.apply(orders.manifest()));
      world.step("ask for a run", () -> world.request("orders-killed", "killed"));
      world.step("its runner has staged all", () -> world.awaitPause("orders-killed"));
      world.step(
          "nothing is visible yet",
          () -> {
            assertThat(world.rowsInS3(orders.path())).isZero();
            assertThat(world.rowsInWarehouse(orders.table())).isZero();
          });
      world.step("the next pod does not pause", () -> world.pauseNoMore("orders-killed"));
      world.step("kill it", () -> world.kill("killed"));
      world.step(
          "another attempt succeeds",
          () ->
              assertThat(world.endOf("killed"))
                  .containsEntry("state", "Succeeded")
                  .containsEntry("attempts", 2));
      long rows = world.rowsInSource("orders");
      assertThat(world.rowsInS3(orders.path())).isEqualTo(rows);
      assertThat(world.rowsInWarehouse(orders.table())).isEqualTo(rows);
    });
  }

  @Test
  void aPodStartsWithWhatItsImageHasLearnt() {
    // With it Java refuses to start unless it takes the image's cache.
    String only = "  pod:\n    env: [{name: JAVA_TOOL_OPTIONS, value: \"-XX:AOTMode=on\"}]\n";
    Example orders = world.example("orders-learnt").changed("  pod:\n", only);
    world.story(() -> {
      world.step("apply the pipeline", () -> world.apply(orders.manifest()));
      world.step("ask for a run", () -> world.request("orders-learnt", "learnt"));
      world.step(
          "it succeeds",
          () -> assertThat(world.endOf("learnt")).containsEntry("state", "Succeeded"));
    });
  }

  @Test
  void aSpecThatIsWrongSaysWhatAndWhatToDoAndMakesNoCronJob() {
    world.story(() -> {
      world.step("apply it", () -> world.applyFile("examples/orders-invalid.yaml"));
      world.step(
          "the operator says what is wrong",
          () ->
              world.eventually(() -> {
                Map<String, Object> ready =
                    World.condition(world.status("EtlPipeline", "orders-invalid"), "Ready");
                assertThat(ready)
                    .extracting("status", "reason")
                    .isEqualTo(List.of("False", "InvalidSpec"));
                assertThat(String.valueOf(ready.get("message")))
                    .contains("spec.sources[0].connection")
                    .contains("shop-database");
              }));
      assertThat(world.kubectl("get", "cronjobs", "-o", "name")).doesNotContain("orders-invalid");
    });
  }
}
