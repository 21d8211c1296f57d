package dev.penstock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.Page.Block;
import dev.penstock.api.Tutorial;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole path where a machine carries no node: pods are processes, the rest is unchanged. */
class ProcessNodeE2E {
  private static World world;
  @TempDir private Path directory;

  @BeforeAll
  static void installAsAStrangerWould() throws Exception {
    if (World.possible(ClusterLevel.PROCESS)) {
      world = World.start(ClusterLevel.PROCESS);
    }
  }

  @BeforeEach
  void needsAProcessNode() {
    World.assumePossible(ClusterLevel.PROCESS);
  }

  @AfterAll
  static void leaveNothing() throws Exception {
    if (world != null) {
      world.close();
    }
  }

  @Test
  void theProductRunsUnchangedWherePodsAreLocalProcesses() {
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
              world.eventually(
                  () -> assertThat(world.kubectl("get", "cronjob", "orders")).contains("orders")));
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
      world.step(
          "its pod goes, and what it printed is still to be had",
          () -> {
            var job = String.valueOf(world.status("EtlRun", "orders-first").get("job"));
            world.kubectl("delete", "pod", "-l", "batch.kubernetes.io/job-name=" + job);
            assertThat(world.penstock("logs", "orders-first"))
                .contains("orders: committed as entry 1");
            assertThat(
                    world.kubectl("get", "jobs", "-l", "penstock.dev/reads-log-of", "-o", "name"))
                .as("the Job that read it goes too")
                .isEmpty();
            assertThat(world.kubectl("get", "etlruns", "-o", "name"))
                .as("and was no run")
                .isEqualToIgnoringWhitespace("etlrun.penstock.dev/orders-first");
          });
    });
  }

  /** With the two files of the sandbox, as the page offers, in a namespace that is not there. */
  @Test
  void aStrangerFollowsTheTutorialOnTheCluster() throws Exception {
    Tutorial tutorial = Tutorial.read();
    Path etl = Files.createDirectory(directory.resolve("etl"));
    Files.copy(world.connections(), etl.resolve("connections.yaml"));
    Files.copy(world.secrets(), etl.resolve("secrets.yaml"));
    Files.writeString(etl.resolve("customers.yaml"), tutorial.file("etl/customers.yaml"));
    Shell shell = world.shell(directory);
    world.story(() -> {
      for (Block block : tutorial.withCluster()) {
        world.step(
            "the block \"%s\"".formatted(block.text().lines().findFirst().orElse("")),
            () -> follow(block, shell));
      }
      world.step(
          "the rows of the source are in S3 and in the warehouse",
          () -> {
            long rows = world.rowsInSource("customers");
            assertThat(rows).isPositive();
            assertThat(world.rowsInS3("sales/customers")).isEqualTo(rows);
            assertThat(world.rowsInWarehouse("sales.customers")).isEqualTo(rows);
          });
    });
  }

  private void follow(Block block, Shell shell) throws IOException, InterruptedException {
    switch (block.language()) {
      case "yaml" -> Files.writeString(directory.resolve(block.file().orElseThrow()), block.text());
      case "sh" -> {
        for (String line : block.commands()) {
          // The stories of this world already have a namespace shop.
          String command = line.replaceAll("(-n|namespace) shop\\b", "$1 team");
          assertThat(command).contains(" team");
          if (command.endsWith("--watch")) {
            shell.watch(command, "Succeeded");
          } else {
            shell.run(command);
          }
        }
      }
      default -> throw new AssertionError("Nobody knows how to follow a block of " + block);
    }
  }
}
