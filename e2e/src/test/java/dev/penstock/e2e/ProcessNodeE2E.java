package dev.penstock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.kubernetes.ClusterLevel;
import org.junit.jupiter.api.Test;

/** The whole path where a machine carries no node: pods are processes, the rest is unchanged. */
class ProcessNodeE2E {
  @Test
  void theProductRunsUnchangedWherePodsAreLocalProcesses() throws Exception {
    World.assumePossible(ClusterLevel.PROCESS);
    try (World world = World.start(ClusterLevel.PROCESS)) {
      Example orders = world.example("orders");
      world.story(() -> {
        world.step(
            "the only node says what it is",
            () ->
                assertThat(world.kubectl("get", "nodes", "-o", "jsonpath={..labels}"))
                    .contains("\"penstock.dev/node\":\"process\""));
        world.step("apply the pipeline", () -> world.apply(orders.manifest()));
        world.step(
            "the operator makes a CronJob",
            () ->
                world.eventually(() ->
                    assertThat(world.kubectl("get", "cronjob", "orders")).contains("orders")));
        world.step("ask for a run", () -> world.request("orders", "orders-first"));
        world.step(
            "it succeeds",
            () -> assertThat(world.endOf("orders-first")).containsEntry("state", "Succeeded"));
        world.step(
            "the rows of the source are in S3 and in the warehouse",
            () -> {
              long rows = world.rowsInSource("orders");
              assertThat(rows).isPositive();
              assertThat(world.rowsInS3(orders.path())).isEqualTo(rows);
              assertThat(world.rowsInWarehouse(orders.table())).isEqualTo(rows);
            });
        world.step(
            "kubectl shows the runner's log",
            () ->
                assertThat(world.kubectl("logs", "-l", "penstock.dev/pipeline=orders", "--tail=-1"))
                    .contains("orders: committed as entry 1"));
      });
    }
  }
}
