package dev.penstock.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Dataset;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.PodShape;
import dev.penstock.api.model.Read;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.model.Source;
import dev.penstock.api.model.SpecHash;
import dev.penstock.api.model.Step;
import dev.penstock.api.model.Store;
import dev.penstock.api.model.Table;
import dev.penstock.api.model.Target;
import dev.penstock.api.model.Timing;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {
  private static final Schema ORDERS =
      Schema.of(
          new Column("order_id", new ColumnType.Int64()),
          new Column("customer_id", new ColumnType.Int64()),
          new Column("total", new ColumnType.Decimal(12, 2)),
          new Column("ordered_at", new ColumnType.TimestampTz()));

  @TempDir Path scratch;

  private static Pipeline pipeline(
      String from, Optional<String> distKey, List<String> sortKey, String... sql) {
    return new Pipeline(
        new ResourceName("sales", "orders"),
        new SpecHash("0123456789abcdef"),
        new Store("lake", "_penstock"),
        new Timing(
            Optional.empty(), ZoneOffset.UTC, false, Duration.ofMinutes(1), Duration.ofHours(1), 0),
        List.of(),
        List.of(new Source("orders", "shop-db", new Read.Table("public", "orders", List.of()))),
        java.util.stream.IntStream.range(0, sql.length)
            .mapToObj(i -> new Step("step" + i, sql[i]))
            .toList(),
        List.of(),
        List.of(
            new Target(
                "orders",
                from,
                new Mode.Append(),
                Optional.of(new Dataset("lake", "sales/orders")),
                Optional.of(new Table("warehouse", "sales", "orders", distKey, sortKey)))),
        new PodShape(Map.of(), Map.of(), "default", "5Gi"));
  }

  private Plan plan(Pipeline pipeline) {
    return Plan.of(pipeline, Map.of("orders", ORDERS), new EngineSettings(1, 128L << 20, scratch));
  }

  private void refused(String from, String line, String... sql) {
    assertThatThrownBy(() -> plan(pipeline(from, Optional.empty(), List.of(), sql)))
        .isInstanceOf(ConfigurationException.class)
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(line);
  }

  @Test
  void everyRelationHasItsColumnsAndEveryTargetThoseOfItsParts() {
    Plan plan =
        plan(
            pipeline(
                "step1",
                Optional.of("CUSTOMER_ID"),
                List.of("order_date"),
                "SELECT *, CAST(ordered_at AS DATE) AS order_date FROM orders;",
                "SELECT customer_id, order_date, sum(total) AS total FROM step0 GROUP BY ALL --x"));
    assertThat(plan.relations().keySet()).containsExactly("orders", "step0", "step1");
    assertThat(plan.relations().get("step1"))
        .isEqualTo(
            Schema.of(
                new Column("customer_id", new ColumnType.Int64()),
                new Column("order_date", new ColumnType.Date()),
                new Column("total", new ColumnType.Decimal(38, 2))));
    assertThat(plan.loads().getFirst().parts().columns().getLast().name())
        .isEqualTo("_penstock_commit");
  }

  @Test
  void aColumnThatDoesNotExistIsRefused() {
    refused(
        "step0",
        "StepInvalid: The SQL of step step0 is refused: Referenced column \"totl\" not found in"
            + " FROM clause!. Correct spec.steps[0].sql.",
        "SELECT totl FROM orders");
  }

  @Test
  void aTableThatIsNoRelationIsRefused() {
    refused(
        "step0",
        "StepInvalid: The SQL of step step0 is refused: Table with name invoices does not exist!."
            + " Correct spec.steps[0].sql.",
        "SELECT * FROM invoices");
  }

  @Test
  void sqlThatDoesNotParseIsRefused() {
    refused(
        "step0",
        "StepInvalid: The SQL of step step0 is refused: syntax error at or near \"SELEC\"."
            + " Correct spec.steps[0].sql.",
        "SELEC 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1 AS a; SELECT 2 AS a",
        "DROP TABLE orders",
        "COPY orders TO 'x.csv'",
        "SET threads = 99",
        "INSERT INTO orders VALUES (1, 2, 3, now())",
        "''",
        "-- nothing"
      })
  void whatIsNotOneSelectIsRefused(String sql) {
    refused(
        "step0",
        "StepInvalid: Step step0 is not one SELECT statement."
            + " Write exactly one SELECT in spec.steps[0].sql.",
        sql);
  }

  @Test
  void filesOfTheMachineAreRefused() {
    refused(
        "step0",
        "StepInvalid: The SQL of step step0 is refused: Cannot access file \"/etc/passwd\" - file"
            + " system operations are disabled by configuration. Correct spec.steps[0].sql.",
        "SELECT content FROM read_text('/etc/passwd')");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sum(order_id)|HUGEINT|CAST(\"v\" AS DECIMAL(38,0))",
        "[1]|INTEGER[]|to_json(\"v\")",
        "{'a': 1}|STRUCT(a INTEGER)|to_json(\"v\")",
        "NULL|NULL|CAST(\"v\" AS VARCHAR)",
        "INTERVAL 1 DAY|INTERVAL|CAST(\"v\" AS VARCHAR)",
        "TIMESTAMP_NS '2026-01-01 00:00:00'|TIMESTAMP_NS|CAST(\"v\" AS TIMESTAMP)",
        "1::UTINYINT|UTINYINT|CAST(\"v\" AS SMALLINT)"
      },
      quoteCharacter = '`')
  void aTypeThatNoTargetHoldsIsRefusedWithTheCastToWrite(
      String expression, String type, String cast) {
    refused(
        "step0",
        "TypeNotSupported: Column v of relation step0 has type %s, which no target holds."
                .formatted(type)
            + " Write %s AS \"v\" in spec.steps[0].sql.".formatted(cast),
        "SELECT " + expression + " AS v FROM orders");
  }

  @Test
  void aColumnWithANameOfOursIsRefused() {
    refused(
        "step0",
        "ColumnNotAllowed: Column _Penstock_commit of relation step0 has a name that belongs to"
            + " Penstock. Rename it in a step and name that step in spec.targets[0].from.",
        "SELECT 1 AS \"_Penstock_commit\" FROM orders");
  }

  @Test
  void aKeyThatIsNoColumnIsRefused() {
    assertThatThrownBy(() -> plan(pipeline("orders", Optional.of("nope"), List.of())))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "ColumnNotFound: Relation orders of target orders has no column nope. Name one of"
                + " order_id, customer_id, total, ordered_at in spec.targets[0].redshift.distKey.");
    assertThatThrownBy(
            () -> plan(pipeline("orders", Optional.empty(), List.of("order_id", "nope"))))
        .hasMessage("Relation orders of target orders has no column nope")
        .extracting(e -> ((PenstockException) e).nextStep())
        .asString()
        .endsWith(" in spec.targets[0].redshift.sortKey[1]");
  }
}
