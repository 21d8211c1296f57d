package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.runner.Produces;
import dev.penstock.runner.World;
import dev.penstock.runner.spi.Reason;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is committed, looked at over a real store. */
class LogCommandIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path directory;
  private static World world;

  @BeforeAll
  static void start() {
    world = World.start(directory);
  }

  @AfterAll
  static void end() {
    world.close();
  }

  @Produces(Reason.NOTHING_COMMITTED)
  @Test
  void aStoreWithoutACommitIsSaidToHaveNone() throws Exception {
    var pipeline = Orders.named(directory, "never_ran");
    for (var verb : new String[] {"log", "receipt"}) {
      var said = Penstock.run(verb, "-f", pipeline, "-f", world.connections());
      assertThat(said.code()).isEqualTo(78);
      assertThat(said.out()).isEmpty();
      assertThat(said.err())
          .isEqualTo(
              "NothingCommitted: The commit log at acme-lake/_penstock/default/never-ran/log/ has"
                  + " no entry. Run the pipeline once, or give the namespace and the connections"
                  + " under which it ran.\n");
    }
    assertThat(world.keys("_penstock/default/never-ran/")).isEmpty();
  }

  @Test
  void commitsAreListedTheNewestFirstAndNothingIsWritten() throws Exception {
    var pipeline = Orders.named(directory, "listed");
    var connections = world.connections();
    var first = UUID.randomUUID().toString();
    assertThat(Penstock.run("run", "-f", pipeline, "-f", connections, "--run-id", first).code())
        .isZero();
    assertThat(Penstock.run("run", "-f", pipeline, "-f", connections).code()).isZero();
    var keys = world.keys("");

    var log = Penstock.run("log", "-f", pipeline, "-f", connections);
    assertThat(log.err()).isEmpty();
    assertThat(log.lines()).hasSize(3);
    assertThat(log.lines().getFirst()).startsWith("NUMBER  COMMITTED").contains("WATERMARK");
    assertThat(log.lines().get(1)).startsWith("     2  ");
    assertThat(log.lines().get(2)).startsWith("     1  ").contains(first, "orders", "1,500");

    var newest = Penstock.run("log", "-f", pipeline, "-f", connections, "--limit", "1");
    assertThat(newest.lines()).hasSize(3).last().isEqualTo("1 older; --limit N lists more");
    var json = Penstock.run("log", "-f", pipeline, "-f", connections, "--json").lines();
    assertThat(json).hasSize(2);
    assertThat(JSON.readTree(json.get(1)).at("/run").asText()).isEqualTo(first);
    assertThat(JSON.readTree(json.get(1)).at("/targets/0/rows").asLong()).isEqualTo(1_500);

    var receipt = Penstock.run("receipt", "-f", pipeline, "-f", connections, "1");
    assertThat(receipt.lines().getFirst())
        .startsWith("default/listed: commit 1, run " + first + ", attempt ");
    assertThat(receipt.out()).contains("target orders: 1,500 rows, ", "STAGE", "upload");
    var raw = Penstock.run("receipt", "-f", pipeline, "-f", connections, "--json");
    assertThat(JSON.readTree(raw.out()).at("/number").asLong()).isEqualTo(2);
    var none = Penstock.run("receipt", "-f", pipeline, "-f", connections, "3");
    assertThat(none.code()).isEqualTo(78);
    assertThat(none.err())
        .isEqualTo(
            "NothingCommitted: Commit 3 of acme-lake/_penstock/default/listed/log/ has no receipt."
                + " Name a number from 1 to 2; ./penstock log -f lists them.\n");
    assertThat(world.keys("")).isEqualTo(keys);
  }
}
