package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.model.Check;
import dev.penstock.api.model.Dataset;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Parameter;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Table;
import dev.penstock.api.model.Target;
import dev.penstock.runner.Produces;
import dev.penstock.runner.World;
import dev.penstock.runner.commit.Run;
import dev.penstock.runner.engine.Pace;
import dev.penstock.runner.plan.Pipelines;
import dev.penstock.runner.plan.Waves;
import dev.penstock.runner.report.RunProgress;
import dev.penstock.runner.run.Outcome;
import dev.penstock.runner.run.PipelineRun;
import dev.penstock.runner.run.Rehearsal;
import dev.penstock.runner.run.Request;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** Several targets, checks, partitions and cancellation over the real parts, in tiny waves. */
class DataPathIT {
  private static final Pace TINY = new Pace(4 << 10, 16 << 10, 1 << 20, 1 << 20);
  private static final String ENRICHED =
      "SELECT o.*, c.segment, CAST(o.ordered_at AS DATE) AS order_date, $run_id AS run"
          + " FROM orders o LEFT JOIN customers c USING (customer_id)";

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

  private static Pipelines shop(String name) {
    return Pipelines.reading("orders", "customers").named(name).step("enriched", ENRICHED);
  }

  private static Target target(
      String name, String from, Optional<Dataset> dataset, Optional<String> table) {
    return new Target(
        name,
        from,
        new Mode.Append(),
        dataset,
        table.map(t -> new Table("warehouse", "sales", t, Optional.empty(), List.of())));
  }

  private static Optional<Dataset> dataset(String path, String... partitionBy) {
    return Optional.of(new Dataset("lake", "sales/" + path, List.of(partitionBy)));
  }

  private static Request request(Pipeline pipeline, String run) throws Exception {
    var manifests = Manifests.read(List.of(world.connections()), "default");
    var secrets =
        SecretFiles.layOut(
            Files.createTempDirectory(directory, "s"), manifests.secrets, Optional.empty());
    return new Request(
        pipeline,
        CheckedManifests.of(manifests).connections(),
        new Secrets(secrets),
        new Run(run, pipeline.id(), pipeline.hash(), Instant.now()),
        UUID.randomUUID().toString(),
        Files.createTempDirectory(directory, "scratch"),
        TINY,
        OptionalLong.empty());
  }

  private static PipelineRun attempt(Pipeline pipeline, String run) throws Exception {
    return new PipelineRun(request(pipeline, run), point -> {}, Clock.systemUTC());
  }

  private static JsonNode receipt(String pipeline, long number) throws Exception {
    try (S3Client client = world.store.client()) {
      return new ObjectMapper()
          .readTree(
              client
                  .getObjectAsBytes(get ->
                      get.bucket(World.BUCKET)
                          .key(
                              "_penstock/sales/%s/receipts/%020d.json".formatted(pipeline, number)))
                  .asByteArray());
    }
  }

  @Test
  void severalTargetsOfAllKindsAreMadeOfOneReadByOneCommit() throws Exception {
    var pipeline =
        shop("several")
            .step("big", "SELECT order_id, total FROM enriched WHERE total > 1000")
            .check("ids", "enriched", new Check.Rule.Unique(List.of("order_id")))
            .check("source", "customers", new Check.Rule.NotNull(List.of("customer_id")))
            .into(target("both", "enriched", dataset("both"), Optional.of("both")))
            .into(target("days", "enriched", dataset("days", "order_date"), Optional.empty()))
            .into(target("big", "big", Optional.empty(), Optional.of("big")))
            .build();
    var attempt = attempt(pipeline, "r1");
    var outcome = attempt.execute();

    var figures = "count(*), count(DISTINCT order_id), sum(total), min(run)";
    assertThat(world.warehouse("SELECT " + figures + " FROM sales.both"))
        .isEqualTo(world.dataset("sales/both", "SELECT " + figures + " FROM dataset"))
        .singleElement()
        .asString()
        .startsWith("1500|1500|")
        .endsWith("|r1");
    assertThat(world.warehouse("SELECT count(*), sum(total) FROM sales.big"))
        .isEqualTo(
            world.dataset(
                "sales/both", "SELECT count(*), sum(total) FROM dataset WHERE total > 1000"));
    assertThat(world.keys("sales/days/"))
        .filteredOn(key -> key.endsWith(".parquet"))
        .isNotEmpty()
        .allMatch(key ->
            key.matches("sales/days/p_order_date=\\d{4}-\\d\\d-\\d\\d/\\d{20}-\\d{5}.parquet"));
    assertThat(outcome.read()).containsEntry("orders", 1500L).containsEntry("customers", 150L);

    var progress = attempt.progress();
    assertThat(progress.phase()).isEqualTo(RunProgress.Phase.DONE);
    assertThat(progress.targets())
        .filteredOn(target -> target.target().equals("both"))
        .singleElement()
        .satisfies(target -> {
          assertThat(target.sealed().rows()).isEqualTo(1500);
          assertThat(target.uploaded()).isEqualTo(target.sealed());
          assertThat(target.loaded()).contains(target.sealed());
        });

    var receipt = receipt("several", 1);
    assertThat(receipt.path("checks").findValuesAsText("check"))
        .containsExactlyInAnyOrder("ids", "source");
    assertThat(receipt.path("waves").path(0).path("source").asText()).isEqualTo("orders");
    assertThat(receipt.path("stages").findValuesAsText("stage"))
        .contains("keep", "read", "seal", "check", "upload", "copy", "verify", "commit");
    assertThat(receipt.path("overlap").path("wallMillis").asLong()).isPositive();
    assertThat(outcome.receipt()).isPresent();
  }

  @Test
  void anAggregateIsComputedAtOnceAndTheReceiptSaysWhy() throws Exception {
    var pipeline =
        shop("daily")
            .step(
                "daily",
                "SELECT order_date, CAST(count(*) AS INTEGER) AS n FROM enriched GROUP BY order_date")
            .into(target("daily", "daily", dataset("daily"), Optional.of("daily")))
            .build();
    attempt(pipeline, "r1").execute();
    assertThat(world.warehouse("SELECT sum(n) FROM sales.daily"))
        .isEqualTo(world.dataset("sales/daily", "SELECT sum(n) FROM dataset"))
        .containsExactly("1500");
    var waves = receipt("daily", 1).path("waves").path(0);
    assertThat(waves.path("waves").asInt()).isEqualTo(1);
    assertThat(waves.path("reason").asText()).isEqualTo("step daily groups its rows");
    assertThat(waves.has("source")).isFalse();
  }

  @Produces(Reason.CHECK_FAILED)
  @Test
  void aBrokenCheckLeavesNothingToSee() throws Exception {
    var pipeline =
        shop("broken")
            .parameter("odd", Parameter.Type.INTEGER, "7")
            .check("seven", "enriched", new Check.Rule.Expect("order_id <> $odd"))
            .check(
                "keys",
                "enriched",
                new Check.Rule.Unique(List.of("customer_id")),
                new Check.Rule.NotNull(List.of("order_id")))
            .into(target("broken", "enriched", dataset("broken"), Optional.of("broken")))
            .build();
    assertThatThrownBy(() -> attempt(pipeline, "r1").execute())
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "Check seven on relation enriched: 1 of 1,500 rows break expect order_id <> $odd;"
                + " Check keys on relation enriched: 1,500 of 1,500 rows break unique customer_id,"
                + " as customer_id=");
    assertThat(world.keys("sales/broken/")).noneMatch(key -> key.endsWith(".parquet"));
    assertThat(
            world.warehouse(
                "SELECT count(*) FROM svv_columns WHERE table_schema = 'sales' AND table_name ="
                    + " 'broken'"))
        .containsExactly("0");
    assertThat(world.keys("_penstock/sales/broken/log/")).hasSize(1);
  }

  @Test
  void aRunThatWaitsForALockIsCancelled() throws Exception {
    var pipeline =
        shop("waiting").into(target("w", "enriched", dataset("w"), Optional.empty())).build();
    var attempt = attempt(pipeline, "r1");
    try (var session = world.shop.connect();
        var statement = session.createStatement()) {
      session.setAutoCommit(false);
      statement.execute("LOCK TABLE public.orders IN ACCESS EXCLUSIVE MODE");
      var canceller =
          Thread.ofVirtual()
              .start(() -> {
                Awaitility.await().until(DataPathIT::someoneWaits);
                attempt.cancel();
              });
      assertThatThrownBy(attempt::execute)
          .isInstanceOfSatisfying(
              TransientException.class, e -> assertThat(e.reason()).hasToString("Cancelled"));
      canceller.join();
    }
    Outcome again = attempt(pipeline, "r1").execute();
    assertThat(again.byThisAttempt()).isTrue();
  }

  private static boolean someoneWaits() throws Exception {
    try (var session = world.shop.connect();
        var statement = session.createStatement();
        var result =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")) {
      return result.next() && result.getInt(1) > 0;
    }
  }

  @Test
  void aRehearsalPlansAndShowsRowsAndTouchesNoTarget() throws Exception {
    var pipeline =
        shop("rehearsed").into(target("r", "enriched", dataset("r"), Optional.of("r"))).build();
    try (var rehearsal = Rehearsal.open(request(pipeline, "r1"))) {
      assertThat(rehearsal.plan().loads().getFirst().waves())
          .isEqualTo(new Waves.Streamed("orders"));
      assertThat(rehearsal.splits()).containsOnlyKeys("orders", "customers");
    }
    var rows = Rehearsal.first(request(pipeline, "r1"), "enriched", 3);
    assertThat(rows.cells())
        .hasSize(3)
        .allMatch(row -> row.size() == rows.schema().columns().size());
    assertThatThrownBy(() -> Rehearsal.first(request(pipeline, "r1"), "nope", 3))
        .hasMessage("Pipeline rehearsed has no relation nope");
    assertThat(world.keys("_penstock/sales/rehearsed/")).isEmpty();
    assertThat(world.keys("sales/r/")).isEmpty();
  }
}
