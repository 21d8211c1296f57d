package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.runner.World;
import dev.penstock.runner.identity.AwsStub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole path in this process: the shop's orders into the store and the warehouse. */
class RunCommandIT {
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

  private static Penstock.Said run(Path pipeline, String... more) throws Exception {
    List<Object> args = new ArrayList<>();
    args.addAll(List.of("run", "-f", pipeline, "-f", world.connections()));
    args.addAll(List.of(more));
    return Penstock.run(args.toArray());
  }

  @Test
  void rowsOfTheShopAreInTheStoreAndInTheWarehouse() throws Exception {
    var said = run(Orders.EXAMPLES.resolve("orders.yaml"));
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out())
        .contains("orders: committed as entry 1", "1,500 rows in sales.orders", "acme-lake")
        .contains("  read orders: 1,500 rows, ", "STAGE", "  overlap: ", "  peak memory: ");
    assertThat(world.shop.count("orders")).isEqualTo(1_500);
    var sql =
        """
        SELECT count(*), count(DISTINCT order_id), count(segment), sum(total), min(order_date),
          min(_penstock_commit), max(_penstock_commit) FROM \
        """;
    var inStore = world.dataset("sales/orders", sql + "dataset");
    assertThat(inStore).singleElement().asString().startsWith("1500|1500|").endsWith("|1|1");
    assertThat(world.warehouse(sql + "sales.orders")).isEqualTo(inStore);
    assertThat(world.keys("_penstock/default/orders/parts/")).isEmpty();
    assertThat(world.keys("_penstock/default/orders/receipts/")).hasSize(1);
    assertThat(world.warehouse("SELECT target, number, rows_added FROM penstock.runs"))
        .contains("orders|1|1500");
  }

  @Test
  void aRepeatedRunCountsOnceAndAnotherRunAdds() throws Exception {
    var pipeline = Orders.named(directory, "orders_again");
    var id = UUID.randomUUID().toString();
    assertThat(run(pipeline, "--run-id", id).code()).isZero();
    var again = run(pipeline, "--run-id", id);
    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("was already committed as entry 1");
    assertThat(world.warehouse("SELECT count(*) FROM sales.orders_again")).containsExactly("1500");
    var other = run(pipeline);
    assertThat(other.out()).contains("committed as entry 2");
    assertThat(run(pipeline, "--run-id", id).out()).contains("was already committed as entry 1");
    var sql = "SELECT _penstock_commit, count(*) FROM %s GROUP BY 1 ORDER BY 1";
    assertThat(world.warehouse(sql.formatted("sales.orders_again")))
        .containsExactly("1|1500", "2|1500")
        .isEqualTo(world.dataset("sales/orders_again", sql.formatted("dataset")));
  }

  @Test
  void aProgramIsToldTheReceiptOrTheFailureAtTheEnd() throws Exception {
    var pipeline = Orders.named(directory, "orders_told");
    List<JsonNode> events = new ArrayList<>();
    for (var line : run(pipeline, "--json").lines()) {
      events.add(JSON.readTree(line));
    }
    assertThat(events)
        .allMatch(
            event -> event == events.getLast() || event.path("event").asText().equals("progress"));
    assertThat(events.getLast().path("event").asText()).isEqualTo("committed");
    assertThat(events.getLast().at("/receipt/targets/0/rows").asLong()).isEqualTo(1_500);

    var failed = run(pipeline, "--json", "--parameter", "since=2024-01-01");
    assertThat(failed.code()).isEqualTo(78);
    assertThat(JSON.readTree(failed.lines().getLast()).path("reason").asText())
        .isEqualTo("InvalidSpec");
    assertThat(JSON.readTree(failed.lines().getLast()).path("exitCode").asInt()).isEqualTo(78);
  }

  /** Every credential holds for a second: none that is asked for once would last for a run. */
  @Test
  void aRoleInsteadOfKeysBringsRowsIntoTheStoreAndTheWarehouse() throws Exception {
    var role = "iam: {roleArn: 'arn:aws:iam::123456789012:role/loads'}";
    var connections =
        Files.readString(world.connections())
            .replace("{secret: {name: lake}}", "{" + role + "}")
            .replace("{secret: {name: warehouse}}", "{secret: {name: warehouse}, " + role + "}")
            .replace(
                "controlSchema: penstock\n",
                "controlSchema: penstock\n    cluster: acme\n    region: us-east-1\n")
            .replace("  username: loader\n  password: %s\n".formatted(World.PASSWORD), "");
    var withRole = Files.writeString(directory.resolve("with-role.yaml"), connections);
    var pipeline = Orders.named(directory, "orders_by_role");
    try (var aws = AwsStub.start("penstock", World.PASSWORD, "loader", World.PASSWORD)) {
      aws.holds(Duration.ofSeconds(1));

      var said = Penstock.run("run", "-f", pipeline, "-f", withRole);

      assertThat(said.code()).as(said.err()).isZero();
      assertThat(said.out()).contains("committed as entry 1").doesNotContain(World.PASSWORD);
      assertThat(said.err()).doesNotContain(World.PASSWORD).doesNotContain(AwsStub.ROLE_TOKEN);
      assertThat(world.warehouse("SELECT count(*) FROM sales.orders_by_role"))
          .isEqualTo(world.dataset("sales/orders_by_role", "SELECT count(*) FROM dataset"))
          .containsExactly("1500");
      assertThat(aws.asked())
          .filteredOn(asked -> asked.service().equals("sts"))
          .hasSizeGreaterThan(2)
          .allSatisfy(asked -> assertThat(asked.body()).contains("=penstock-orders"));
      assertThat(aws.asked())
          .filteredOn(asked -> asked.service().equals("redshift"))
          .isNotEmpty()
          .allMatch(asked -> asked.signedBy().equals("penstock"));

      var verified = Penstock.run("verify", "-f", pipeline, "-f", withRole, "--deep");
      assertThat(verified.code()).as(verified.err() + verified.out()).isZero();
    }
  }
}
