package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Dataset;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Table;
import dev.penstock.api.model.Target;
import dev.penstock.runner.World;
import dev.penstock.runner.commit.Run;
import dev.penstock.runner.run.Checkpoints;
import dev.penstock.runner.run.PipelineRun;
import dev.penstock.runner.run.Request;
import dev.penstock.runner.secret.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One read into several targets, by one commit: a dataset, a table, and a pair by upsert. */
class TargetsIT {
  private static final String BY_COMMIT =
      "SELECT _penstock_commit, count(*), count(DISTINCT order_id), sum(total) FROM %s GROUP BY 1"
          + " ORDER BY 1";

  @TempDir private static Path directory;
  private static World world;
  private static CheckedManifests checked;
  private static Path secrets;

  @BeforeAll
  static void start() throws Exception {
    world = World.start(directory);
    var manifests =
        Manifests.read(List.of(Orders.named(directory, "several"), world.connections()), "default");
    checked = CheckedManifests.of(manifests);
    secrets = SecretFiles.layOut(directory, manifests.secrets, Optional.empty());
  }

  @AfterAll
  static void end() {
    world.close();
  }

  /** A killed process, as it looks from the outside. */
  private static final class Killed extends Error {}

  private static Pipeline pipeline() {
    var written = checked.pipelines().getFirst();
    return new Pipeline(
        written.id(),
        written.hash(),
        written.store(),
        written.timing(),
        written.parameters(),
        written.sources(),
        written.steps(),
        written.checks(),
        List.of(
            target("archive", new Mode.Append(), dataset("archive"), Optional.empty()),
            target("added", new Mode.Append(), Optional.empty(), table("added")),
            target(
                "current",
                new Mode.Upsert(List.of("ORDER_ID"), List.of("ordered_at")),
                dataset("current"),
                table("current"))),
        written.pod());
  }

  private static Target target(
      String name, Mode mode, Optional<Dataset> dataset, Optional<Table> table) {
    return new Target(name, "enriched", mode, dataset, table);
  }

  private static Optional<Dataset> dataset(String name) {
    return Optional.of(new Dataset("lake", "sales/" + name, List.of()));
  }

  private static Optional<Table> table(String name) {
    return Optional.of(new Table("warehouse", "sales", name, Optional.empty(), List.of()));
  }

  private static void run(String run, Checkpoints checkpoints) throws Exception {
    var pipeline = pipeline();
    new PipelineRun(
            new Request(
                pipeline,
                checked.connections(),
                new Secrets(secrets),
                new Run(run, pipeline.id(), pipeline.hash(), Instant.now()),
                UUID.randomUUID().toString(),
                Files.createTempDirectory(directory, "scratch")),
            checkpoints,
            Clock.systemUTC())
        .execute();
  }

  private static List<String> warehouse(String name) throws Exception {
    return world.warehouse(BY_COMMIT.formatted("sales." + name));
  }

  private static List<String> rows(String name, String sql) throws Exception {
    return world.dataset("sales/" + name, sql.formatted("dataset"));
  }

  @Test
  void everyTargetHoldsItsSideOfEachCommit() throws Exception {
    assertThatThrownBy(() ->
            run(
                "r1",
                point -> {
                  if (point.equals(Checkpoints.COMMITTED)) {
                    throw new Killed();
                  }
                }))
        .isInstanceOf(Killed.class);
    assertThat(warehouse("added")).isEmpty();
    assertThat(warehouse("current")).isEmpty();
    run("r1", point -> {});
    var first = rows("archive", BY_COMMIT);
    assertThat(first).singleElement().asString().startsWith("1|1500|1500|");
    assertThat(warehouse("added")).isEqualTo(first);
    assertThat(warehouse("current")).isEqualTo(first).isEqualTo(rows("current", BY_COMMIT));

    run("r2", point -> {});
    assertThat(warehouse("added")).hasSize(2).isEqualTo(rows("archive", BY_COMMIT));
    assertThat(rows("current", BY_COMMIT)).isEqualTo(warehouse("added"));
    // The newest version of each key: all of them came again with the second commit.
    assertThat(warehouse("current")).containsExactly(warehouse("added").getLast());
    assertThat(world.keys("sales/added/")).isEmpty();
  }
}
