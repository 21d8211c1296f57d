package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.runner.Produces;
import dev.penstock.runner.World;
import dev.penstock.runner.spi.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run would do, asked of a real source; store and warehouse can not be reached. */
class PlanCommandIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path directory;
  private static World world;
  private static Path connections;

  @BeforeAll
  static void start() throws Exception {
    world = World.start(directory);
    var text =
        Files.readString(world.connections())
            .replace(world.store.endpoint().toString(), "http://127.0.0.1:1")
            .replace("port: " + world.warehouse.port(), "port: 1");
    connections = Files.writeString(directory.resolve("unreachable.yaml"), text);
  }

  @AfterAll
  static void end() {
    world.close();
  }

  private static Penstock.Said plan(String example, Object... more) {
    var words = new Object[5 + more.length];
    System.arraycopy(
        new Object[] {"plan", "-f", Orders.EXAMPLES.resolve(example), "-f", connections},
        0,
        words,
        0,
        5);
    System.arraycopy(more, 0, words, 5, more.length);
    return Penstock.run(words);
  }

  @Test
  void aStreamedTargetIsPlannedInWavesWithTheSqlOfItsWarehouse() {
    var said = plan("orders.yaml");
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    assertThat(said.out())
        .contains("Pipeline default/orders")
        .containsPattern(
            "  orders: table public.orders of shop-db, what changed by updated_at, about 1,500 rows,"
                + " .*, \\d+ splits?\n    order_id +BIGINT\n")
        .contains("  customers: query of shop-db, about ", "  enriched: step\n")
        .contains("Computed once, into a file on scratch: customers")
        .contains("Target orders from enriched: Upsert by order_id, the newest by updated_at")
        .contains("  into s3://acme-lake/sales/orders by order_month\n")
        .contains("  into sales.orders of warehouse\n")
        .contains("  in waves of orders: one is loaded while the next one is read")
        .contains("CREATE TABLE", "COPY ", "DELETE FROM \"sales\".\"orders\" USING ");
  }

  @Test
  void anAggregateIsPlannedAtOnceAndThePlanSaysWhy() throws Exception {
    var said = plan("daily-sales.yaml", "--parameter", "since=2024-05-01");
    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("  $since = 2024-05-01", "  not in waves: ");
    var json = JSON.readTree(plan("daily-sales.yaml", "--json").out());
    assertThat(json.at("/parameters/since").asText()).isEqualTo("2018-01-01");
    assertThat(json.at("/relations/0/name").asText()).isEqualTo("orders");
    assertThat(json.at("/targets/0/notInWaves").asText()).isNotEmpty();
    assertThat(json.at("/targets/0/wavesOf").isMissingNode()).isTrue();
    assertThat(json.at("/targets/0/statements/copy").asText()).contains("COPY ");
  }

  @Test
  void theMemoryIsThatOfTheContainerThatIsAskedFor() throws Exception {
    // Beside the heap of this JVM, whatever that is.
    long least = (Runtime.getRuntime().maxMemory() >> 20) + 2048;
    assertThat(engineMemory(least + 1024) - engineMemory(least)).isEqualTo(1L << 30);
  }

  @Test
  void whatAStepHoldsIsSaidWithTheEstimateOfItsSource() throws Exception {
    var sorted =
        Files.writeString(
            directory.resolve("sorted.yaml"),
            """
            apiVersion: penstock.dev/v1alpha1
            kind: EtlPipeline
            metadata: {name: sorted}
            spec:
              store: {connection: lake}
              sources:
                - {name: orders, connection: shop-db, table: {name: public.orders}}
              steps:
                - {name: made, sql: SELECT * FROM orders ORDER BY updated_at}
              targets:
                - {name: orders, from: made, mode: Append, sortBy: [order_id], s3: {connection: lake, path: sales/sorted}}
            """);
    var said = Penstock.run("plan", "-f", sorted, "-f", connections);
    assertThat(said.code()).isZero();
    assertThat(said.out())
        .contains(
            "Step made uses ORDER BY and holds all of source orders until its last row: about"
                + " 1,500 rows, ")
        .contains("  rows within parts by order_id\n")
        .contains("It may spill ");
  }

  private static long engineMemory(long mebibytes) throws Exception {
    var said = plan("orders.yaml", "--json", "--memory", mebibytes + "Mi");
    return JSON.readTree(said.out()).at("/engine/memoryBytes").asLong();
  }

  @Produces(Reason.STEP_INVALID)
  @Test
  void aColumnThatIsNotThereIsShownInTheSql() throws Exception {
    var wrong =
        Files.writeString(
            directory.resolve("wrong.yaml"),
            Files.readString(Orders.EXAMPLES.resolve("orders.yaml"))
                .replace("c.segment, c.country", "c.segmant, c.country"));
    var said = Penstock.run("plan", "-f", wrong, "-f", connections);
    assertThat(said.code()).isEqualTo(78);
    assertThat(said.out()).isEmpty();
    assertThat(said.err().lines())
        .hasSize(3)
        .first()
        .asString()
        .startsWith("StepInvalid: The SQL of step enriched is refused at line 1, column 13: ")
        .contains("segmant");
    assertThat(said.err().lines().toList().getLast()).isEqualTo("       |             ^");
  }

  @Test
  void aPreviewShowsTheFirstRowsOfARelation() throws Exception {
    var orders = Orders.EXAMPLES.resolve("orders.yaml");
    var said =
        Penstock.run(
            "preview", "-f", orders, "-f", connections, "--relation", "enriched", "--rows", "3");
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    assertThat(said.lines()).hasSize(4);
    assertThat(said.lines().getFirst()).contains("order_id", "segment", "order_date");
    var rows =
        Penstock.run(
                "preview", "-f", orders, "-f", connections, "--relation", "customers", "--json")
            .lines();
    assertThat(rows).hasSize(10);
    assertThat(JSON.readTree(rows.getFirst()).properties()).hasSize(3);
  }

  @Test
  void aRelationThatIsNotThereIsRefusedWithThoseThatAre() {
    var orders = Orders.EXAMPLES.resolve("orders.yaml");
    var said = Penstock.run("preview", "-f", orders, "-f", connections, "--relation", "enrichd");
    assertThat(said.code()).isEqualTo(78);
    assertThat(said.err()).contains("orders, customers, enriched");
  }
}
