package dev.penstock.runner.badday;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.runner.ExitCode;
import dev.penstock.runner.World;
import dev.penstock.runner.cli.Orders;
import dev.penstock.runner.cli.Penstock;
import dev.penstock.runner.spi.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A run of the shop's orders that something is about to happen to. All attempts are of one run.
 *
 * @param name of its path and table, its own
 * @param pipeline its manifest
 * @param connections their manifests, with Secrets
 */
record BadDay(
    World world, Path directory, String name, String pipeline, String connections, String run) {

  static BadDay of(World world, Path directory, String name) throws IOException {
    return new BadDay(
        world,
        directory,
        name,
        Files.readString(Orders.named(directory, name)),
        Files.readString(world.connections()),
        UUID.randomUUID().toString());
  }

  BadDay withPipeline(String text, String instead) {
    assertThat(pipeline).contains(text);
    return new BadDay(world, directory, name, pipeline.replace(text, instead), connections, run);
  }

  BadDay withConnections(String text, String instead) {
    assertThat(connections).contains(text);
    return new BadDay(world, directory, name, pipeline, connections.replace(text, instead), run);
  }

  /** {@return the same pipeline, due for another run} */
  BadDay another() {
    return new BadDay(world, directory, name, pipeline, connections, UUID.randomUUID().toString());
  }

  /** {@return its manifest's file} */
  Path pipelineFile() throws IOException {
    return Files.writeString(Files.createTempFile(directory, name, ".yaml"), pipeline);
  }

  /** {@return the file of the connections' manifests} */
  Path connectionsFile() throws IOException {
    return Files.writeString(Files.createTempFile(directory, "connections", ".yaml"), connections);
  }

  Penstock.Said attempt() throws IOException {
    return Penstock.run("run", "-f", pipelineFile(), "-f", connectionsFile(), "--run-id", run);
  }

  /** The next attempt ends by that reason with its exit code and in exactly these words. */
  void fails(Reason reason, String message, String nextStep) throws Exception {
    var said = attempt();
    assertThat(said.err().lines()).contains("%s: %s. %s.".formatted(reason, message, nextStep));
    ended(said, reason);
  }

  /** The next attempt ends by that reason with its exit code; another's words are in the line. */
  void failsLike(Reason reason, String pattern) throws Exception {
    var said = attempt();
    assertThat(said.err().lines())
        .as(said.err())
        .anyMatch(line -> line.matches(reason + ": " + pattern));
    ended(said, reason);
  }

  private static void ended(Penstock.Said said, Reason reason) {
    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.valueOf(reason.kind().name()).code());
    assertThat(said.err() + said.out()).doesNotContain(World.PASSWORD);
  }

  /** The next attempt succeeds, and that many of the shop's 1,500 orders are on both sides. */
  void succeeds(int rows) throws Exception {
    var said = attempt();
    assertThat(said.code()).as(said.err()).isZero();
    shows(rows);
  }

  /** Both sides show that many rows; none: no object below the path, and no table or no row. */
  void shows(int rows) throws Exception {
    var parts =
        world.keys("sales/" + name + "/").stream().filter(key -> key.endsWith(".parquet")).toList();
    var columns =
        world.warehouse(
            "SELECT count(*) FROM svv_columns WHERE table_schema = 'sales' AND table_name = '%s'"
                .formatted(name));
    if (rows == 0) {
      assertThat(parts).isEmpty();
    } else {
      assertThat(world.dataset("sales/" + name, "SELECT count(*) FROM dataset"))
          .containsExactly(String.valueOf(rows));
    }
    if (rows > 0 || !columns.equals(java.util.List.of("0"))) {
      assertThat(world.warehouse("SELECT count(*) FROM sales." + name))
          .containsExactly(String.valueOf(rows));
    }
  }
}
