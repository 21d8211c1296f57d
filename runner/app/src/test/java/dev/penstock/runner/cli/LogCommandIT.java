package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.runner.Produces;
import dev.penstock.runner.World;
import dev.penstock.runner.run.Checkpoints;
import dev.penstock.runner.spi.Reason;
import java.nio.file.Files;
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

  /** What a killed process looks like from the outside. */
  private static final class Killed extends Error {}

  private static Penstock.Said report(Path pipeline, String run) throws Exception {
    return Penstock.run(
        "log", "-f", pipeline, "-f", world.connections(), "--report", "--run-id", run);
  }

  @Test
  void aReportOnARunThatNeverCommittedSaysSoAndIsNoError() throws Exception {
    var pipeline = Orders.named(directory, "unreported");
    var run = UUID.randomUUID().toString();
    var empty = report(pipeline, run);
    assertThat(empty.code()).as(empty.err()).isZero();
    assertThat(empty.out())
        .isEqualTo(
            "NothingCommitted: The log of default/unreported has no entry of run %s.\n"
                .formatted(run));
    assertThat(world.keys("_penstock/default/unreported/")).as("it only looks").isEmpty();

    assertThat(Penstock.run("run", "-f", pipeline, "-f", world.connections()).code()).isZero();
    assertThat(report(pipeline, run).out()).startsWith("NothingCommitted: ");
  }

  @Test
  void aReportOnARunThatIsPublishedHasItsFigures() throws Exception {
    var pipeline = Orders.named(directory, "reported");
    var connections = world.connections();
    var first = UUID.randomUUID().toString();
    for (var run : new String[] {first, UUID.randomUUID().toString()}) {
      assertThat(Penstock.run("run", "-f", pipeline, "-f", connections, "--run-id", run).code())
          .isZero();
    }
    var keys = world.keys("");
    assertThat(report(pipeline, first).out())
        .isEqualTo("Committed: Entry 1 is committed and published.\n");
    var json =
        JSON.readTree(
            Penstock.run(
                    "log",
                    "-f",
                    pipeline,
                    "-f",
                    connections,
                    "--report",
                    "--run-id",
                    first,
                    "--json")
                .out());
    assertThat(json.at("/commit").asLong()).isEqualTo(1);
    assertThat(json.at("/specHash").asText()).hasSize(16);
    assertThat(json.at("/targets/0/name").asText()).isEqualTo("orders");
    assertThat(json.at("/targets/0/rows").asLong()).isEqualTo(1_500);
    assertThat(json.at("/targets/0/published").asLong()).as("the table is further").isEqualTo(2);
    assertThat(world.keys("")).isEqualTo(keys);
  }

  @Test
  void aReportOnACommitThatIsNotPublishedSaysWhichSideLacksIt() throws Exception {
    var name = "half_reported";
    var file =
        PipelineFile.written(
            directory, name, Files.readString(Orders.named(directory, name)), world);
    var run = UUID.randomUUID().toString();
    assertThatThrownBy(() ->
            file.attempt(
                    run,
                    point -> {
                      if (point.equals(Checkpoints.COMMITTED)) {
                        throw new Killed();
                      }
                    })
                .execute())
        .isInstanceOf(Killed.class);
    var pipeline = Orders.named(directory, name);
    var before = report(pipeline, run);
    assertThat(before.code()).as(before.err()).isZero();
    assertThat(before.out())
        .isEqualTo(
            "NotPublished: Entry 1 is committed. The dataset does not show all of its parts"
                + " yet.\n");

    var elsewhere =
        Files.writeString(
            directory.resolve("warehouse-down.yaml"),
            Files.readString(world.connections())
                .replace("port: " + world.warehouse.port(), "port: 1"));
    assertThat(
            Penstock.run("run", "-f", pipeline, "-f", world.connections(), "--run-id", run).code())
        .isZero();
    assertThat(report(pipeline, run).out()).startsWith("Committed: ");
    var down = Penstock.run("log", "-f", pipeline, "-f", elsewhere, "--report", "--run-id", run);
    assertThat(down.code()).as(down.err()).isZero();
    assertThat(down.out())
        .startsWith("NotPublished: Entry 1 is committed. Warehouse warehouse: ")
        .contains("127.0.0.1:1");
  }

  @Test
  void aReportThatCanNotReadTheLogEndsAsTheRunWould() throws Exception {
    var pipeline = Orders.named(directory, "no_store");
    var elsewhere =
        Files.writeString(
            directory.resolve("store-down.yaml"),
            Files.readString(world.connections())
                .replace(world.store.endpoint().toString(), "http://127.0.0.1:1"));
    var said =
        Penstock.run("log", "-f", pipeline, "-f", elsewhere, "--report", "--run-id", "some-run");
    assertThat(said.code()).isEqualTo(75);
    assertThat(said.err()).startsWith("StoreUnavailable: ");
    var nameless = Penstock.run("log", "-f", pipeline, "-f", world.connections(), "--report");
    assertThat(nameless.code()).isEqualTo(78);
    assertThat(nameless.err())
        .isEqualTo(
            "InvalidSpec: log --report does not know which run it is about. Give --run-id or"
                + " PENSTOCK_RUN_ID the run's UID.\n");
  }

  private static Penstock.Said kept(Path pipeline, String run) throws Exception {
    return Penstock.run(
        "log", "-f", pipeline, "-f", world.connections(), "--kept", "--run-id", run);
  }

  @Test
  void whatEveryAttemptPrintedIsKeptBesideTheReceiptsAlsoIfItFailed() throws Exception {
    var name = "kept";
    var good = Orders.named(directory, name);
    var run = UUID.randomUUID().toString();
    var text = Files.readString(good);
    var bad =
        Files.writeString(
            directory.resolve("kept-bad.yaml"),
            text.replace("name: public.orders", "name: public.no_such"));
    var failed = Penstock.run("run", "-f", bad, "-f", world.connections(), "--run-id", run);
    assertThat(failed.code()).as(failed.err()).isEqualTo(78);
    var done = Penstock.run("run", "-f", good, "-f", world.connections(), "--run-id", run);
    assertThat(done.code()).as(done.err()).isZero();

    assertThat(world.keys("_penstock/default/kept/logs/")).hasSize(2);
    var said = kept(good, run);
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.lines())
        .filteredOn(line -> line.startsWith("--- attempt "))
        .hasSize(2)
        .allMatch(line -> line.matches("--- attempt [0-9a-f-]{36}, begun 20\\S+Z"));
    assertThat(said.out())
        .contains("event=begin pipeline=default/kept run=" + run)
        .contains("--- attempt")
        .containsSubsequence(failed.err().lines().toList().getFirst(), done.lines().getFirst());
    assertThat(said.out()).doesNotContain(World.PASSWORD);
  }

  @Test
  void aRunThatKeptNothingIsSaidToHaveNone() throws Exception {
    var pipeline = Orders.named(directory, "kept_none");
    var said = kept(pipeline, "some-run");
    assertThat(said.code()).isEqualTo(78);
    assertThat(said.err())
        .startsWith(
            "NothingCommitted: Nothing is kept at"
                + " acme-lake/_penstock/default/kept-none/logs/some-run/. An attempt that is killed,");
  }

  @Test
  void aLogThatCanNotBeKeptIsSaidAndChangesNothing() throws Exception {
    var elsewhere =
        Files.writeString(
            directory.resolve("kept-nowhere.yaml"),
            Files.readString(world.connections())
                .replace(world.store.endpoint().toString(), "http://127.0.0.1:1"));
    var said = Penstock.run("run", "-f", Orders.named(directory, "kept_nowhere"), "-f", elsewhere);
    assertThat(said.code()).isEqualTo(75);
    assertThat(said.err().lines())
        .anyMatch(line -> line.startsWith("StoreUnavailable: "))
        .last()
        .asString()
        .startsWith("The log of this attempt is not kept beside its receipt: ");
  }
}
