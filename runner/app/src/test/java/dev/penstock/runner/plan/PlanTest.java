package dev.penstock.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Check;
import dev.penstock.api.model.Dataset;
import dev.penstock.api.model.Deletes;
import dev.penstock.api.model.Incremental;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Parameter;
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
import dev.penstock.runner.Produces;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.engine.RowCheck;
import dev.penstock.runner.engine.Rule;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
    return Plan.of(
        pipeline,
        Map.of("orders", ORDERS),
        Map.of(),
        "5a3c7f0e",
        new EngineSettings(1, 128L << 20, scratch));
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
        "StepInvalid: The SQL of step step0 is refused at line 1, column 8: Referenced column"
            + " \"totl\" not found in FROM clause. Correct spec.steps[0].sql.",
        "SELECT totl FROM orders");
  }

  @Test
  void aTableThatIsNoRelationIsRefused() {
    refused(
        "step0",
        "StepInvalid: Step step0 names relation invoices, which is neither a source nor a step."
            + " Name one of orders, step0 in spec.steps[0].sql.",
        "SELECT * FROM invoices");
  }

  @Test
  void sqlThatDoesNotParseIsRefused() {
    refused(
        "step0",
        "StepInvalid: The SQL of step step0 is refused at line 1, column 1: syntax error at or near"
            + " \"SELEC\". Correct spec.steps[0].sql.",
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
        "StepInvalid: The SQL of step step0 is refused at line 1, column 21: Cannot access file"
            + " \"/etc/passwd\" - file system operations are disabled by configuration. Correct spec.steps[0].sql.",
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

  @Produces(Reason.COLUMN_NOT_ALLOWED)
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

  private void refused(Pipelines pipeline, String line) {
    assertThatThrownBy(() -> plan(pipeline.build()))
        .isInstanceOf(ConfigurationException.class)
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(line);
  }

  private static Pipelines orders() {
    return Pipelines.reading("orders");
  }

  @Test
  void stepsAreOrderedByWhatTheyName() {
    Plan plan =
        plan(
            orders()
                .step("c", "SELECT * FROM b")
                .step("b", "SELECT * FROM A WHERE order_id IN (SELECT order_id FROM orders)")
                .step("a", "WITH unused AS (SELECT * FROM d) SELECT * FROM orders")
                .step("d", "SELECT 1 AS x")
                .into("t", "c")
                .build());
    assertThat(plan.relations().keySet()).containsExactly("orders", "d", "a", "b", "c");
    assertThat(plan.steps()).extracting(Step::name).containsExactly("d", "a", "b", "c");
  }

  @Test
  void stepsThatNameEachOtherInACircleAreRefused() {
    refused(
        orders()
            .step("a", "SELECT * FROM b")
            .step("b", "SELECT * FROM c")
            .step("c", "SELECT * FROM a")
            .into("t", "a"),
        "StepInvalid: Steps name each other in a circle: a -> b -> c -> a."
            + " Take one of the names out of spec.steps[2].sql.");
    refused(
        orders().step("a", "SELECT * FROM a").into("t", "a"),
        "StepInvalid: Step a names itself. Take one of the names out of spec.steps[0].sql.");
  }

  @Test
  void aParameterIsAValueOfItsType() {
    Plan plan =
        plan(
            orders()
                .parameter("since", Parameter.Type.DATE, "2026-01-01")
                .parameter("rate", Parameter.Type.DECIMAL, "1.25")
                .step(
                    "a",
                    "SELECT $run_id AS run, $since AS since, total * $rate AS total, '$rate' AS t"
                        + " FROM orders WHERE ordered_at >= $since")
                .into("t", "a")
                .build());
    assertThat(plan.relations().get("a"))
        .isEqualTo(
            Schema.of(
                new Column("run", new ColumnType.Text()),
                new Column("since", new ColumnType.Date()),
                new Column("total", new ColumnType.Decimal(15, 4)),
                new Column("t", new ColumnType.Text())));
  }

  @Test
  void aParameterThatIsNotDeclaredIsRefused() {
    refused(
        orders()
            .parameter("since", Parameter.Type.DATE, "2026-01-01")
            .step("a", "SELECT * FROM orders WHERE total > $least")
            .into("t", "a"),
        "StepInvalid: Step a uses parameter $least, which is not declared."
            + " Use one of $run_id, $since in spec.steps[0].sql, or declare it in"
            + " spec.parameters.");
  }

  @Test
  void anErrorIsPlacedInTheTextOfItsAuthor() {
    refused(
        orders()
            .step("a", "SELECT 'ž' AS z, $run_id AS run,\n  $run_id || totl AS x\nFROM orders")
            .into("t", "a"),
        "StepInvalid: The SQL of step a is refused at line 2, column 14: Referenced column \"totl\""
            + " not found in FROM clause. Correct spec.steps[0].sql.");
    refused(
        orders().step("a", "SELECT *\nFROM orders\nWHERE $run_id = = 1").into("t", "a"),
        "StepInvalid: The SQL of step a is refused at line 3, column 17: syntax error at or near"
            + " \"=\". Correct spec.steps[0].sql.");
  }

  @Test
  void textThatHidesWhatItReadsIsRefused() {
    refused(
        orders().step("a", "SELECT * FROM query_table('orders')").into("t", "a"),
        "StepInvalid: Step a calls query_table, which hides what it reads."
            + " Name relations plainly in spec.steps[0].sql.");
  }

  @Test
  void aPartitionThatIsNoColumnIsRefused() {
    refused(
        orders().into("t", "orders", new Mode.Append(), List.of("order_date")),
        "ColumnNotFound: Relation orders of target t has no column order_date. Name one of order_id,"
            + " customer_id, total, ordered_at in spec.targets[0].s3.partitionBy[0].");
    refused(
        orders()
            .step("a", "SELECT *, 1 AS p_total FROM orders")
            .into("t", "a", new Mode.Append(), List.of("total")),
        "ColumnNotAllowed: Relation a of target t has a column p_total, which is the name of a"
            + " directory of total. Rename the column in a step, or partition by another one in"
            + " spec.targets[0].s3.partitionBy.");
  }

  private static Target sorted(String... sortBy) {
    return new Target(
        "t",
        "orders",
        new Mode.Append(),
        List.of(sortBy),
        Optional.of(new Dataset("lake", "sales/t")),
        Optional.empty());
  }

  @Test
  void anOrderOfPartsIsByColumnsAndHoldsRows() {
    refused(
        orders().into(sorted("total", "day")),
        "ColumnNotFound: Relation orders of target t has no column day. Name one of order_id,"
            + " customer_id, total, ordered_at in spec.targets[0].sortBy[1].");
    assertThat(plan(orders().into(sorted()).build()).streams()).isTrue();
    assertThat(plan(orders().into(sorted("total")).build()).streams()).isFalse();
  }

  @Test
  void aKeyOfAnUpsertHasToBeAColumnAndIsCheckedForNull() {
    refused(
        orders().into("t", "orders", new Mode.Upsert(List.of("id"), List.of("total")), List.of()),
        "ColumnNotFound: Relation orders of target t has no column id. Name one of order_id,"
            + " customer_id, total, ordered_at in spec.targets[0].key[0].");
    var plan =
        plan(
            orders()
                .into(
                    "t",
                    "orders",
                    new Mode.Upsert(List.of("ORDER_ID"), List.of("total")),
                    List.of())
                .build());
    assertThat(plan.checks())
        .containsExactly(
            new RowCheck(
                "key of target t", "orders", List.of(new Rule.NotNull("order_id")), List.of()));
  }

  /** The validator does not read SQL. */
  @Test
  void aTargetThatReplacesAllItsRowsIsRefusedOverAStepThatSeesOnlyWhatHasChanged() {
    var read =
        new Read.Table(
            "public",
            "orders",
            List.of(),
            Optional.empty(),
            OptionalInt.empty(),
            Optional.of(
                new Incremental(
                    "ordered_at",
                    List.of(),
                    Duration.ZERO,
                    Optional.of(Duration.ZERO),
                    ZoneOffset.UTC,
                    Incremental.Nulls.FAIL,
                    Incremental.Deletes.IGNORE)));
    var pipeline =
        Pipelines.reading("orders")
            .source(new Source("changes", "shop-db", read))
            .step("a", "SELECT order_id FROM changes")
            .step("b", "SELECT o.* FROM orders o JOIN a USING (order_id)");
    refused(
        pipeline.into(
            "t",
            "b",
            new Mode.Upsert(List.of("order_id"), List.of("total"), new Deletes.Absence(5, false)),
            List.of()),
        "InvalidSpec: Target t deletes the keys that do not come, and relation b reads source changes,"
            + " which brings only what has changed. Remove incremental from that source, or write"
            + " another spec.targets[0].mode.");
    refused(
        Pipelines.reading("orders")
            .source(new Source("changes", "shop-db", read))
            .step("a", "SELECT order_id FROM changes")
            .step("b", "SELECT o.* FROM orders o JOIN a USING (order_id)")
            .into("t", "b", new Mode.Replace(false), List.of()),
        "InvalidSpec: Target t replaces all its rows, and relation b reads source changes, which"
            + " brings only what has changed. Remove incremental from that source, or write another"
            + " spec.targets[0].mode.");
  }

  @Test
  void whatTellsDeletesIsABooleanOrAMoment() {
    var key = List.of("order_id");
    refused(
        orders()
            .into(
                "t",
                "orders",
                new Mode.Upsert(key, List.of("total"), new Deletes.Column("total")),
                List.of()),
        "ColumnNotAllowed: Column total of relation orders is DECIMAL(12,2), which does not tell what"
            + " target t is to delete. Name a boolean, or a date or timestamp that is NULL until the"
            + " row is deleted, in spec.targets[0].deletes.column.");
    refused(
        orders()
            .into(
                "t",
                "orders",
                new Mode.Upsert(key, List.of("total"), new Deletes.Column("nowhere")),
                List.of()),
        "ColumnNotFound: Relation orders of target t has no column nowhere. Name one of order_id,"
            + " customer_id, total, ordered_at in spec.targets[0].deletes.column.");
  }

  @Test
  void aVersionIsValidFromAMomentAndSaysSomething() {
    var key = List.of("order_id");
    refused(
        orders()
            .into(
                "t",
                "orders",
                new Mode.Scd2(key, List.of("total"), List.of(), Optional.empty()),
                List.of()),
        "ColumnNotAllowed: Column total of relation orders is DECIMAL(12,2), which does not tell from"
            + " when a version in target t is valid. Name a date or timestamp first in"
            + " spec.targets[0].orderBy.");
    refused(
        orders()
            .into(
                "t",
                "orders",
                new Mode.Scd2(key, List.of("ordered_at"), List.of("nowhere"), Optional.empty()),
                List.of()),
        "ColumnNotFound: Relation orders of target t has no column nowhere. Name one of order_id,"
            + " customer_id, total, ordered_at in spec.targets[0].track[0].");
    refused(
        orders()
            .step("few", "SELECT order_id, ordered_at FROM orders")
            .into(
                "t",
                "few",
                new Mode.Scd2(key, List.of("ordered_at"), List.of(), Optional.empty()),
                List.of()),
        "ColumnNotFound: Relation few of target t has no column whose change would be a new version."
            + " Load a column beside those of key, orderBy and deletes in spec.targets[0].from.");
  }

  @Test
  void aCheckThatCanNotBeAskedIsRefused() {
    refused(
        orders().check("c", "orders", new Check.Rule.NotNull(List.of("nope"))).into("t", "orders"),
        "ColumnNotFound: Relation orders of check c has no column nope. Name one of order_id,"
            + " customer_id, total, ordered_at in spec.checks[0].notNull[0].");
    refused(
        orders()
            .check(
                "c", "orders", new Check.Rule.Range("total", Optional.of("0"), Optional.of("much")))
            .into("t", "orders"),
        "StepInvalid: Check c bounds column total by 'much', which is no DECIMAL(12,2)."
            + " Write a value of that type in spec.checks[0].range.max.");
    refused(
        orders().check("c", "orders", new Check.Rule.Expect("totl > 0")).into("t", "orders"),
        "StepInvalid: The SQL of check c is refused at line 1, column 1: Referenced column \"totl\""
            + " not found in FROM clause. Correct spec.checks[0].expect.sql.");
    refused(
        orders().check("c", "orders", new Check.Rule.Expect("true) OR (false")).into("t", "orders"),
        "StepInvalid: Check c is not one condition. Close every quote and bracket, and write no"
            + " semicolon, in spec.checks[0].expect.sql.");
    refused(
        orders().check("c", "orders", new Check.Rule.Expect("sum(total) > 0")).into("t", "orders"),
        "StepInvalid: Check c aggregates (sum), and a condition is asked of one row."
            + " Compute it in a step, and check that step, in spec.checks[0].expect.sql.");
    refused(
        orders()
            .check(
                "c", "orders", new Check.Rule.Expect("order_id IN (SELECT order_id FROM orders)"))
            .into("t", "orders"),
        "StepInvalid: Check c uses a subquery, and a condition is asked of one row."
            + " Compute it in a step, and check that step, in spec.checks[0].expect.sql.");
  }

  @Test
  void aConditionMayLookAtTheClockAndAtParameters() {
    var plan =
        plan(
            orders()
                .parameter("least", Parameter.Type.DECIMAL, "0.5")
                .check(
                    "c",
                    "orders",
                    new Check.Rule.Expect("total > $least AND ordered_at < now() --"))
                .into("t", "orders")
                .build());
    assertThat(plan.checks().getFirst().rules())
        .containsExactly(
            new Rule.Expect(
                "total > $least AND ordered_at < now() --",
                "total > getvariable('least') AND ordered_at < now() --"));
  }
}
