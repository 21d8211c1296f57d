package dev.penstock.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.model.Parameter;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.Schema;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be computed in waves, construct by construct. */
class WavesTest {
  private static final Schema ORDERS =
      Schema.of(
          new Column("id", new ColumnType.Int64()),
          new Column("customer", new ColumnType.Int64()),
          new Column("total", new ColumnType.Decimal(12, 2)),
          new Column("note", new ColumnType.Text()),
          new Column("ts", new ColumnType.TimestampTz()));
  private static final Schema CUSTOMERS =
      Schema.of(
          new Column("customer", new ColumnType.Int64()),
          new Column("segment", new ColumnType.Text()));

  @TempDir Path scratch;

  private Plan plan(Pipelines pipeline) {
    return Plan.of(
        pipeline.build(),
        Map.of("orders", ORDERS, "customers", CUSTOMERS, "visits", CUSTOMERS),
        Map.of(
            "orders", new Size(1000, 100_000),
            "customers", new Size(10, 1000),
            "visits", new Size(5000, 50_000)),
        "5a3c7f0e",
        new EngineSettings(1, 128L << 20, scratch));
  }

  private static Pipelines sources() {
    return Pipelines.reading("orders", "customers", "visits");
  }

  private Waves of(String sql) {
    return plan(sources()
            .parameter("since", Parameter.Type.DATE, "2026-01-01")
            .step("a", sql)
            .into("t", "a"))
        .loads()
        .getFirst()
        .waves();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM orders",
        "FROM orders",
        "SELECT * FROM orders WHERE total > 0",
        "SELECT *, CAST(ts AS DATE) AS day, upper(note) || 'x' AS n, id + 1 AS next FROM orders",
        "SELECT o.* EXCLUDE (note), c.segment FROM orders o LEFT JOIN customers c USING (customer)",
        "SELECT o.id FROM orders o JOIN customers c ON c.customer = o.customer",
        "SELECT o.id FROM customers c RIGHT JOIN orders o ON c.customer = o.customer",
        "SELECT o.id, segment FROM orders o, customers c WHERE c.customer = o.customer",
        "SELECT o.id FROM orders o CROSS JOIN customers c",
        "SELECT o.id FROM orders o NATURAL JOIN customers",
        "SELECT id FROM orders o SEMI JOIN customers c USING (customer)",
        "SELECT id FROM orders o ANTI JOIN customers c USING (customer)",
        "SELECT id FROM orders WHERE customer IN (SELECT customer FROM customers)",
        "SELECT id FROM orders o WHERE NOT EXISTS"
            + " (SELECT 1 FROM customers c WHERE c.customer = o.customer)",
        "SELECT id, (SELECT segment FROM customers c WHERE c.customer = o.customer) AS s"
            + " FROM orders o",
        "WITH big AS (SELECT * FROM orders WHERE total > 100) SELECT id FROM big",
        "WITH big AS MATERIALIZED (SELECT * FROM orders) SELECT id FROM big JOIN customers"
            + " USING (customer)",
        "WITH orders AS (SELECT * FROM main.orders WHERE id > 1) SELECT id FROM orders",
        "SELECT id FROM (SELECT * FROM orders) x",
        "SELECT id, CASE WHEN total > 1 THEN 'big' ELSE 'small' END AS c, COALESCE(note, '') AS n,"
            + " total BETWEEN 1 AND 2 AS b, note LIKE 'x%' AS l, note IN ('a', 'b') AS i,"
            + " TRY_CAST(note AS INTEGER) AS t, NOT (id = 1) AS nn, ts IS NULL AS isn FROM orders",
        "SELECT id, split_part(note, ',', 1) AS first, date_trunc('month', ts) AS m,"
            + " list_sum(list_transform([id, 2], lambda e: e + 1))::BIGINT AS l,"
            + " len([x FOR x IN [1, 2]]) AS n, [1, 2][1] AS e, {'a': id}.a AS s FROM orders",
        "SELECT id, unnest(string_split(note, ',')) AS word FROM orders",
        "SELECT id, w.word FROM orders, unnest(string_split(note, ',')) AS w(word)",
        "SELECT id, r.n FROM orders, LATERAL (SELECT id + 1 AS n) r",
        "SELECT id, v.k FROM orders CROSS JOIN (VALUES (1), (2)) v(k)",
        "SELECT id, g.n FROM orders CROSS JOIN range(3) g(n)",
        "SELECT COLUMNS('i.*') FROM orders",
        "SELECT id, $run_id AS run FROM orders WHERE ts >= $since",
        "SELECT id FROM orders WHERE EXTRACT(year FROM ts) > 2000 AND ts > TIMESTAMP '2026-01-01'"
            + " - INTERVAL 3 DAY",
      })
  void streamsItsOrders(String sql) {
    assertThat(of(sql)).isEqualTo(new Waves.Streamed("orders"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT count(*) AS n FROM orders|aggregates (count_star)",
        "SELECT max(id) AS n FROM orders|aggregates (max)",
        "SELECT customer FROM orders GROUP BY customer|groups its rows",
        "SELECT customer, total FROM orders GROUP BY ALL|groups its rows",
        "SELECT customer FROM orders GROUP BY GROUPING SETS ((customer), ())|groups its rows",
        "SELECT 1 AS x FROM orders HAVING count(*) > 1|groups its rows",
        "SELECT DISTINCT customer FROM orders|uses DISTINCT",
        "SELECT DISTINCT ON (customer) * FROM orders|uses DISTINCT",
        "SELECT id, row_number() OVER (ORDER BY id) AS n FROM orders|uses a window function (row_number)",
        "SELECT id, sum(id) OVER ()::BIGINT AS n FROM orders|uses a window function (sum)",
        "SELECT * FROM orders QUALIFY row_number() OVER (PARTITION BY customer) = 1|uses QUALIFY",
        "SELECT id FROM orders UNION ALL SELECT customer FROM visits|uses UNION",
        "SELECT id FROM orders EXCEPT SELECT customer FROM visits|uses EXCEPT",
        "SELECT id FROM orders INTERSECT SELECT customer FROM visits|uses INTERSECT",
        "SELECT * FROM orders ORDER BY id|uses ORDER BY",
        "SELECT * FROM orders LIMIT 3|uses LIMIT or OFFSET",
        "SELECT * FROM orders OFFSET 3|uses LIMIT or OFFSET",
        "SELECT * FROM orders LIMIT 10%|uses LIMIT or OFFSET",
        "SELECT * FROM orders TABLESAMPLE 10%|samples its rows",
        "SELECT * FROM orders USING SAMPLE 10%|samples its rows",
        "SELECT *, random() AS r FROM orders|calls random, which other statements see otherwise",
        "SELECT *, uuid() AS r FROM orders|calls uuid, which other statements see otherwise",
        "SELECT *, now() AS r FROM orders|calls now, which other statements see otherwise",
        "SELECT *, today() AS r FROM orders|calls today, which other statements see otherwise",
        "SELECT *, current_timestamp AS r FROM orders|calls current_timestamp, which other statements see otherwise",
        "SELECT *, current_date AS r FROM orders|calls current_date, which other statements see otherwise",
        "SELECT *, current_localtimestamp() AS r FROM orders|calls current_localtimestamp, which other statements see otherwise",
        "SELECT *, age(ts)::VARCHAR AS r FROM orders|calls age, which other statements see otherwise",
        "SELECT *, ago(INTERVAL 1 DAY) AS r FROM orders|calls current_timestamp, which other statements see otherwise",
        "SELECT weighted_avg(total, id) AS w FROM orders|aggregates (sum)",
        "SELECT id FROM orders WHERE id IN (SELECT max(customer) FROM visits)|aggregates (max)",
        "SELECT o.id FROM orders o FULL JOIN customers c USING (customer)|reads orders in a subquery or on the side of a join that may have no match",
        "SELECT o.id FROM orders o POSITIONAL JOIN customers c|uses a POSITIONAL join",
        "SELECT o.id FROM orders o ASOF JOIN customers c ON o.customer >= c.customer|uses a ASOF join",
        "SELECT o.id FROM orders o JOIN orders p USING (id)|reads orders 2 times",
        "WITH a AS (SELECT * FROM orders) SELECT x.id FROM a x JOIN a y USING (id)|reads orders 2 times",
        "SELECT id FROM orders WHERE id IN (SELECT id FROM orders)|reads orders 2 times",
        "WITH RECURSIVE t AS (SELECT id FROM orders UNION ALL SELECT id + 1 FROM t WHERE id < 3) SELECT id FROM t|uses a recursive query",
        "SELECT 1 AS x|reads no source",
      })
  void isComputedAtOnce(String sql, String why) {
    assertThat(of(sql)).isEqualTo(new Waves.Whole("step a " + why));
  }

  @Test
  void theLargestOfSeveralCandidatesDrives() {
    assertThat(of("SELECT o.id FROM customers c JOIN orders o USING (customer)"))
        .isEqualTo(new Waves.Streamed("orders"));
    assertThat(of("SELECT v.segment FROM customers c JOIN visits v USING (customer)"))
        .isEqualTo(new Waves.Streamed("visits"));
    assertThat(of("SELECT c.segment FROM customers c LEFT JOIN orders o USING (customer)"))
        .isEqualTo(new Waves.Streamed("customers"));
  }

  @Test
  void aNameWithItsSchemaIsTheSourceWhateverWithCallsItself() {
    var plan =
        plan(
            sources()
                .step("a", "WITH orders AS (SELECT 1 AS id) SELECT id FROM main.orders")
                .into("t", "a"));
    assertThat(plan.work().read()).containsExactly("orders");
  }

  @Test
  void everyStepOnTheWayHasToStream() {
    var waves =
        plan(sources()
                .step("b", "SELECT * FROM a")
                .step("a", "SELECT DISTINCT id FROM orders")
                .into("t", "b"))
            .loads()
            .getFirst()
            .waves();
    assertThat(waves).isEqualTo(new Waves.Whole("step a uses DISTINCT"));
  }

  @Test
  void whatTheWavesAreJoinedWithIsKeptWhateverItDoes() {
    var plan =
        plan(
            sources()
                .step("visited", "SELECT customer, count(*) AS n FROM visits GROUP BY customer")
                .step("a", "SELECT o.*, v.n FROM orders o LEFT JOIN visited v USING (customer)")
                .into("t", "a"));
    assertThat(plan.loads().getFirst().waves()).isEqualTo(new Waves.Streamed("orders"));
    assertThat(plan.work().kept()).containsExactly("visited");
    assertThat(plan.work().read()).containsExactly("orders", "visits");
    assertThat(plan.work().streams())
        .singleElement()
        .satisfies(stream -> {
          assertThat(stream.source()).isEqualTo("orders");
          assertThat(stream.shared()).isFalse();
        });
  }

  @Test
  void aSourceOfTwoStreamingTargetsIsReadOncePerWave() {
    var plan =
        plan(
            sources()
                .step("big", "SELECT * FROM orders WHERE total > 100")
                .into("all", "orders")
                .into("big", "big"));
    assertThat(plan.work().streams()).singleElement().matches(Work.Stream::shared);
    assertThat(plan.work().kept()).isEmpty();
  }

  @Test
  void aSourceThatIsAlsoNeededAsAWholeIsKeptAndStreamsNothing() {
    var plan =
        plan(
            sources()
                .step("daily", "SELECT count(*) AS n FROM orders")
                .into("all", "orders")
                .into("daily", "daily"));
    assertThat(plan.loads().getFirst().waves())
        .isEqualTo(new Waves.Whole("source orders is also needed as a whole"));
    assertThat(plan.work().kept()).containsExactly("orders");
    assertThat(plan.work().streams()).isEmpty();
  }

  @Test
  void anAggregateReadsItsSourceWithoutADetour() {
    var plan =
        plan(sources().step("daily", "SELECT count(*) AS n FROM orders").into("daily", "daily"));
    assertThat(plan.work().kept()).isEmpty();
    assertThat(plan.work().read()).containsExactly("orders");
    assertThat(plan.work().whole()).hasSize(1);
  }

  @Test
  void oneStatementReadsOneSourceAndThatIsTheLargest() {
    var plan =
        plan(
            sources()
                .step(
                    "a",
                    "SELECT count(*) AS n FROM customers JOIN orders USING (customer) JOIN visits"
                        + " USING (customer)")
                .into("t", "a"));
    assertThat(plan.work().kept()).containsExactly("customers", "visits");
  }

  @Test
  void aSourceThatIsJoinedWithItselfIsKept() {
    var plan =
        plan(
            sources()
                .step("a", "SELECT o.id FROM orders o JOIN orders p USING (id)")
                .into("t", "a"));
    assertThat(plan.work().kept()).containsExactly("orders");
  }

  @Test
  void aStepThatSeveralReadAsAWholeIsComputedOnce() {
    var plan =
        plan(
            sources()
                .step("a", "SELECT DISTINCT * FROM orders")
                .step("b", "SELECT max(id) AS id FROM a")
                .step("c", "SELECT min(id) AS id FROM a")
                .into("b", "b")
                .into("c", "c"));
    assertThat(plan.work().kept()).containsExactly("a");
    assertThat(plan.work().read()).containsExactly("orders");
  }
}
