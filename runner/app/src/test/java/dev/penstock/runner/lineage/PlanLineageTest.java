package dev.penstock.runner.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.InvalidText;
import dev.penstock.api.model.Parameter;
import dev.penstock.api.model.Read;
import dev.penstock.api.model.Source;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.engine.StepBinder;
import dev.penstock.runner.plan.Pipelines;
import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.Schema;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What columns derive from, construct by construct. */
class PlanLineageTest {
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
  private static final Schema REGIONS =
      Schema.of(
          new Column("segment", new ColumnType.Text()),
          new Column("region", new ColumnType.Text()));

  @TempDir private static Path scratch;

  private static Map<String, Lineage> all(Pipelines pipeline, Map<String, Schema> more) {
    Map<String, Schema> schemas = new LinkedHashMap<>(more);
    schemas.put("orders", ORDERS);
    schemas.put("customers", CUSTOMERS);
    schemas.put("regions", REGIONS);
    var settings = new EngineSettings(1, 128L << 20, scratch);
    var plan = Plan.of(pipeline.build(), schemas, Map.of(), "5a3c7f0e", settings);
    try (var binder = StepBinder.open(EngineSettings.smallest(scratch), List.of())) {
      return new PlanLineage(Map.of("shop-db", shop()), binder)
          .of(plan.pipeline().sources(), plan.steps(), plan.relations());
    }
  }

  private static Connection shop() {
    return new Connection.Postgres(
        "shop-db",
        Optional.empty(),
        new Connection.Limits(OptionalInt.empty(), 4),
        new Connection.Allow(true, false, Set.of(), true),
        "db.internal",
        5432,
        "shop",
        Connection.Tls.DISABLE);
  }

  private static Pipelines shopTables() {
    return Pipelines.reading("orders", "customers", "regions");
  }

  private static Lineage of(String... steps) {
    var pipeline = shopTables().parameter("since", Parameter.Type.DATE, "2026-01-01");
    for (int i = 0; i < steps.length; i++) {
      pipeline.step("s" + i, steps[i]);
    }
    var last = "s" + (steps.length - 1);
    return all(pipeline.into("t", last), Map.of()).get(last);
  }

  /** The rows of a source that a team's own SQL reads. */
  private static Lineage query(String sql, String... columns) {
    var schema =
        new Schema(
            java.util.Arrays.stream(columns)
                .map(column -> new Column(column, new ColumnType.Text()))
                .toList());
    return all(
            shopTables().source(new Source("q", "shop-db", new Read.Query(sql))).into("t", "q"),
            Map.of("q", schema))
        .get("q");
  }

  private static String words(Set<Origin> origins) {
    return origins.stream()
        .map(one ->
            "%s.%s %s"
                .formatted(
                    one.dataset().name().replaceFirst("^shop\\.public\\.", ""),
                    one.column(),
                    one.use()))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String columns(Lineage lineage) {
    return lineage.columns().entrySet().stream()
        .map(column -> column.getKey() + ": " + words(column.getValue()))
        .collect(Collectors.joining("; "))
        .strip();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT id, total AS amount FROM orders | id: orders.id IDENTITY; amount: orders.total IDENTITY",
        "SELECT o.Total FROM orders o | total: orders.total IDENTITY",
        "SELECT main.orders.total FROM main.orders | total: orders.total IDENTITY",
        "SELECT * EXCLUDE (note, ts, customer) FROM orders | id: orders.id IDENTITY; total: orders.total IDENTITY",
        "SELECT * EXCLUDE (note, ts, customer) REPLACE (total + id AS total) RENAME (id AS key) FROM orders | key: orders.id IDENTITY; total: orders.id TRANSFORMATION, orders.total TRANSFORMATION",
        "SELECT COLUMNS(*) FROM customers | customer: customers.customer IDENTITY; segment: customers.segment IDENTITY",
        "SELECT upper(note) AS n, total * 2 AS d, CAST(ts AS DATE) AS day, id::VARCHAR AS i FROM orders | n: orders.note TRANSFORMATION; d: orders.total TRANSFORMATION; day: orders.ts TRANSFORMATION; i: orders.id TRANSFORMATION",
        "SELECT 1 AS one, getvariable('since') AS s, $since AS p FROM orders | one: ; s: ; p:",
        "SELECT CASE WHEN id > 3 THEN total ELSE 0 END AS c FROM orders | c: orders.id CONDITIONAL, orders.total TRANSFORMATION",
        "SELECT if(id > 3, total, NULL) AS c FROM orders | c: orders.id CONDITIONAL, orders.total TRANSFORMATION",
        "SELECT coalesce(note, 'none') AS c FROM orders | c: orders.note TRANSFORMATION",
        "SELECT total + 1 AS a, a * 2 AS b FROM orders | a: orders.total TRANSFORMATION; b: orders.total TRANSFORMATION",
        "SELECT id AS total, total AS t FROM orders | total: orders.id IDENTITY; t: orders.total IDENTITY",
        "SELECT id FROM (SELECT customer AS id, ts FROM orders) x | id: orders.customer IDENTITY",
        "SELECT k FROM (SELECT customer, ts FROM orders) x(k, l) | k: orders.customer IDENTITY",
        "WITH w AS (SELECT total * 2 AS d FROM orders) SELECT d FROM w | d: orders.total TRANSFORMATION",
        "WITH w(x) AS (SELECT total FROM orders) SELECT x FROM w | x: orders.total IDENTITY",
        "WITH orders AS (SELECT customer AS total FROM main.customers) SELECT total FROM orders | total: customers.customer IDENTITY",
        "SELECT i FROM (VALUES (1, 2)) v(i, j) | i:",
        "SELECT list_transform([total], lambda id: id + 1)[1] AS l FROM orders | l: orders.total TRANSFORMATION",
        "SELECT {'a': total, 'b': note}.b AS f FROM orders | f: orders.note TRANSFORMATION, orders.total TRANSFORMATION",
        "SELECT s.f FROM (SELECT {'f': total} AS s FROM orders) x | f: orders.total TRANSFORMATION",
        "SELECT e FROM orders o, unnest([o.total, o.id]) AS u(e) | e: orders.id TRANSFORMATION, orders.total TRANSFORMATION",
        "SELECT (SELECT max(c.segment) FROM customers c WHERE c.customer = o.customer) AS s FROM orders o | s: customers.customer FILTER, customers.segment AGGREGATION, orders.customer FILTER",
        "SELECT id IN (SELECT customer FROM customers) AS known FROM orders | known: customers.customer CONDITIONAL, orders.id TRANSFORMATION",
        "SELECT id, total FROM orders UNION ALL SELECT customer, 0 FROM customers | id: customers.customer IDENTITY, orders.id IDENTITY; total: orders.total IDENTITY",
        "SELECT id AS a, note AS b FROM orders UNION ALL BY NAME SELECT segment AS b FROM customers | a: orders.id IDENTITY; b: customers.segment IDENTITY, orders.note IDENTITY",
        "SELECT o.id, c.segment FROM orders o LEFT JOIN customers c USING (customer) | id: orders.id IDENTITY; segment: customers.segment IDENTITY",
        "SELECT customer FROM orders LEFT JOIN customers USING (customer) | customer: orders.customer IDENTITY",
        "SELECT customer FROM orders RIGHT JOIN customers USING (customer) | customer: customers.customer IDENTITY",
        "SELECT customer FROM orders FULL JOIN customers USING (customer) | customer: customers.customer TRANSFORMATION, orders.customer TRANSFORMATION",
        "SELECT * FROM customers NATURAL JOIN regions | customer: customers.customer IDENTITY; segment: customers.segment IDENTITY; region: regions.region IDENTITY",
        "SELECT l.v FROM customers c, LATERAL (SELECT c.customer + 1 AS v) l | v: customers.customer TRANSFORMATION",
        "SELECT * FROM customers JOIN regions USING (segment) JOIN (SELECT note AS segment FROM orders) o ON o.segment = region | customer: customers.customer IDENTITY; segment: customers.segment IDENTITY; region: regions.region IDENTITY; segment_1: orders.note IDENTITY",
        "SELECT * FROM customers c RIGHT JOIN regions r USING (segment) | customer: customers.customer IDENTITY; segment: regions.segment IDENTITY; region: regions.region IDENTITY",
        "SELECT note::JSON -> '$.a' AS v, concat(note::JSON ->> 'b', id) AS w FROM orders | v: orders.note TRANSFORMATION; w: orders.id TRANSFORMATION, orders.note TRANSFORMATION",
        "SELECT json_array_length(note::JSON -> 'a')::BIGINT AS n FROM orders | n: orders.note TRANSFORMATION",
        "SELECT current_date AS d, id FROM orders | d: ; id: orders.id IDENTITY",
        "WITH RECURSIVE r(n, m) AS (SELECT id, id FROM orders UNION ALL SELECT n + 1, m FROM r WHERE n < 3) SELECT * FROM r | n: orders.id IDENTITY, orders.id TRANSFORMATION; m: orders.id IDENTITY",
      })
  void aColumnDerivesFromWhatItsExpressionTakes(String sql, String expected) {
    assertThat(columns(of(sql))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT sum(total) AS s, count(*) AS n, count(note) AS m FROM orders | s: orders.total AGGREGATION; n: ; m: orders.note AGGREGATION",
        "SELECT max(total * 2) + 1 AS s FROM orders | s: orders.total AGGREGATION",
        "SELECT sum(total) FILTER (WHERE id > 1) AS s FROM orders | s: orders.id CONDITIONAL, orders.total AGGREGATION",
        "SELECT string_agg(note, ',' ORDER BY ts) AS s FROM orders | s: orders.note AGGREGATION, orders.ts SORT",
        "SELECT sum(total) OVER (PARTITION BY customer ORDER BY ts) AS s FROM orders | s: orders.customer WINDOW, orders.total AGGREGATION, orders.ts WINDOW",
        "SELECT row_number() OVER (ORDER BY ts) AS n FROM orders | n: orders.ts WINDOW",
        "SELECT lag(total) OVER (ORDER BY ts) AS l FROM orders | l: orders.total TRANSFORMATION, orders.ts WINDOW",
      })
  void whatIsMadeOfSeveralRowsIsAnAggregation(String sql, String expected) {
    assertThat(columns(of(sql))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT id FROM orders |",
        "SELECT id FROM orders WHERE total > 3 AND note IS NULL | orders.note FILTER, orders.total FILTER",
        "SELECT customer, sum(total) AS s FROM orders GROUP BY customer HAVING count(note) > 1 | orders.customer GROUP_BY, orders.note FILTER",
        "SELECT customer, ts, sum(total) AS s FROM orders GROUP BY ALL | orders.customer GROUP_BY, orders.ts GROUP_BY",
        "SELECT customer, sum(total) AS s FROM orders GROUP BY 1 ORDER BY 2 | orders.customer GROUP_BY, orders.total SORT",
        "SELECT id FROM orders ORDER BY ts LIMIT 3 | orders.ts SORT",
        "SELECT id AS x FROM orders ORDER BY x LIMIT 3 | orders.id SORT",
        "SELECT DISTINCT ON (customer) id FROM orders ORDER BY ts | orders.customer GROUP_BY, orders.ts SORT",
        "SELECT id FROM orders QUALIFY row_number() OVER (PARTITION BY customer) = 1 | orders.customer FILTER",
        "SELECT o.id FROM orders o JOIN customers c ON o.customer = c.customer | customers.customer JOIN, orders.customer JOIN",
        "SELECT o.id FROM orders o JOIN customers c USING (customer) | customers.customer JOIN, orders.customer JOIN",
        "SELECT id FROM orders o SEMI JOIN customers c ON o.customer = c.customer | customers.customer JOIN, orders.customer JOIN",
        "SELECT id FROM orders WHERE customer IN (SELECT customer FROM customers WHERE segment = 'A') | customers.customer FILTER, customers.segment FILTER, orders.customer FILTER",
        "SELECT id FROM orders o WHERE EXISTS (SELECT 1 FROM customers c WHERE c.customer = o.customer) | customers.customer FILTER, orders.customer FILTER",
        "SELECT id FROM orders EXCEPT SELECT customer FROM customers | customers.customer FILTER, orders.id FILTER",
        "SELECT x.id FROM (SELECT id FROM orders WHERE total > 0) x | orders.total FILTER",
        "WITH w AS (SELECT id FROM orders WHERE total > 0) SELECT id FROM w | orders.total FILTER",
      })
  void whatDecidesAboutRowsIsSaidOfTheWholeRelation(String sql, String expected) {
    assertThat(words(of(sql).rows())).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void stepsAreFollowedDownToTheTablesOfSources() {
    var lineage =
        of(
            "SELECT o.*, c.segment, total * 2 AS twice FROM orders o LEFT JOIN customers c USING"
                + " (customer) WHERE o.note <> ''",
            "SELECT segment, sum(twice) AS revenue, CAST(min(ts) AS DATE) AS since FROM s0 GROUP BY"
                + " segment",
            "SELECT r.region, s1.* FROM s1 JOIN regions r ON s1.segment = r.segment");
    assertThat(columns(lineage))
        .isEqualTo(
            "region: regions.region IDENTITY; segment: customers.segment IDENTITY; revenue:"
                + " orders.total AGGREGATION; since: orders.ts AGGREGATION");
    assertThat(words(lineage.rows()))
        .isEqualTo(
            "customers.customer JOIN, customers.segment GROUP_BY, customers.segment JOIN,"
                + " orders.customer JOIN, orders.note FILTER, regions.segment JOIN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT COLUMNS('c.*'), note FROM orders | customer: ; note: orders.note IDENTITY",
        "SELECT id, COLUMNS('c.*') FROM orders | id: orders.id IDENTITY; customer:",
        "SELECT * FROM (SELECT customer, total FROM orders) PIVOT (sum(total) FOR customer IN (1, 2)) | 1: ; 2:",
        "SELECT unnest({'a': id, 'b': total}) FROM orders | a: ; b:",
      })
  void whatTheTextLeavesOpenIsLeftOut(String sql, String expected) {
    assertThat(columns(of(sql))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT o.id, upper(o.note) AS n FROM public.orders o | id,n | id: orders.id IDENTITY; n: orders.note TRANSFORMATION",
        "SELECT id, note FROM public.orders | id,note | id: orders.id IDENTITY; note: orders.note IDENTITY",
        "SELECT * FROM public.orders | id,note | id: orders.id IDENTITY; note: orders.note IDENTITY",
        "SELECT o.*, c.segment FROM public.orders o JOIN public.customers c ON c.k = o.k | id,note,segment | id: orders.id IDENTITY; note: orders.note IDENTITY; segment: customers.segment IDENTITY",
        "SELECT ID, \"Note\" FROM Public.Orders | id,Note | id: orders.id IDENTITY; Note: orders.Note IDENTITY",
        "SELECT * FROM public.orders | Id | Id: orders.Id IDENTITY",
        "SELECT o.id, segment FROM public.orders o JOIN public.customers c ON c.k = o.k | id,segment | id: orders.id IDENTITY; segment:",
        "SELECT id FROM orders | id | id:",
        "SELECT x.id FROM (SELECT * FROM public.orders) x | id | id: orders.id IDENTITY",
        "SELECT count(*) AS n, (SELECT max(c.id) FROM public.customers c) AS m FROM public.orders | n,m | n: ; m: customers.id AGGREGATION",
        "SELECT o.id::text, concat(o.a, o.b) AS ab FROM public.orders o WHERE o.ts > $since | id,ab | id: orders.id TRANSFORMATION; ab: orders.a TRANSFORMATION, orders.b TRANSFORMATION",
        "SELECT FOO BAR BAZ | id | id:",
        "SELECT current_date AS d, CURRENT_TIMESTAMP AS t, session_user AS u, id FROM public.orders | d,t,u,id | d: ; t: ; u: ; id: orders.id IDENTITY",
        "SELECT row_to_json(o) AS j, o AS r, id FROM public.orders o | j,r,id | j: ; r: ; id: orders.id IDENTITY",
        "SELECT to_jsonb(orders) AS j FROM public.orders | j | j:",
        "SELECT shop.public.orders.id FROM public.orders | id | id:",
        "SELECT OrderId AS \"OrderId\" FROM public.orders | OrderId | OrderId:",
        "SELECT id FROM public.Things t, (SELECT \"Things\" AS x FROM public.orders) q | id | id:",
        "SELECT data -> 'a' ->> 'b' AS v, o.data -> o.key AS w FROM public.orders o | v,w | v: orders.data TRANSFORMATION; w: orders.data TRANSFORMATION, orders.key TRANSFORMATION",
        "SELECT * FROM public.orders NATURAL RIGHT JOIN (SELECT id, v FROM public.customers) q | id,note,v | id: ; note: ; v:",
        "SELECT *, c.id FROM public.orders o JOIN public.customers c ON c.k = o.k | note,id_x | note: ; id_x:",
        "SELECT id FROM public.orders WHERE EXISTS (SELECT 1 FROM public.customers WHERE orders.k = k) | id | id: orders.id IDENTITY",
      })
  void aSourcesOwnSqlIsFollowedWhereItNamesItsTables(String sql, String columns, String expected) {
    assertThat(columns(query(sql, columns.split(",")))).isEqualTo(expected);
  }

  @Test
  void aConditionOnATableDecidesAboutItsRows() {
    var table =
        new Read.Table(
            "public",
            "orders",
            List.of(),
            Optional.of("note = 'x' AND \"State\" > $since"),
            OptionalInt.empty(),
            Optional.empty());
    var lineage =
        all(
                Pipelines.reading("customers", "regions")
                    .source(new Source("orders", "shop-db", table))
                    .into("t", "orders"),
                Map.of())
            .get("orders");
    assertThat(words(lineage.rows())).isEqualTo("orders.State FILTER, orders.note FILTER");
    assertThat(words(lineage.columns().get("total"))).isEqualTo("orders.total IDENTITY");
  }

  @Test
  void aTextThatMayBeMendedIsNotTakenAsItIs() {
    var table = new Read.Table("public", "orders", List.of());
    var mended = new Source("orders", "shop-db", table, List.of(new InvalidText("NOTE", true)));
    var columns =
        all(Pipelines.reading("customers", "regions").source(mended).into("t", "orders"), Map.of())
            .get("orders")
            .columns();
    assertThat(words(columns.get("note"))).isEqualTo("orders.note TRANSFORMATION");
    assertThat(words(columns.get("id"))).isEqualTo("orders.id IDENTITY");
  }

  @Test
  void theTablesOfASourceAreNamedAsTheDatabaseHasThem() {
    var sql =
        "WITH w AS (SELECT k FROM public.orders) SELECT * FROM w JOIN Other.\"Things\" t USING (k)"
            + " WHERE k IN (SELECT k FROM archive.old) AND k IN (SELECT k FROM nowhere)";
    try (var binder = StepBinder.open(EngineSettings.smallest(scratch), List.of())) {
      var lineage = new PlanLineage(Map.of("shop-db", shop()), binder);
      assertThat(lineage.tables(new Source("q", "shop-db", new Read.Query(sql))))
          .extracting(Dataset::toString)
          .containsExactlyInAnyOrder(
              "Dataset[namespace=postgres://db.internal:5432, name=shop.public.orders]",
              "Dataset[namespace=postgres://db.internal:5432, name=shop.other.Things]",
              "Dataset[namespace=postgres://db.internal:5432, name=shop.archive.old]");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "analytics.abc123.us-east-1.redshift.amazonaws.com, redshift://analytics.us-east-1:5439",
    "analytics.abc123.cn-north-1.redshift.amazonaws.com.cn, redshift://analytics.cn-north-1:5439",
    "127.0.0.1, redshift://127.0.0.1:5439",
    "wg.123.eu-west-1.redshift-serverless.amazonaws.com, redshift://wg.123.eu-west-1.redshift-serverless.amazonaws.com:5439",
  })
  void aClusterIsNamedByItsIdentifierAndRegion(String host, String namespace) {
    var warehouse =
        new Connection.Redshift(
            "warehouse",
            Optional.empty(),
            new Connection.Limits(OptionalInt.empty(), 4),
            new Connection.Allow(true, true, Set.of(), true),
            host,
            5439,
            "analytics",
            "arn:aws:iam::123456789012:role/copy",
            "penstock",
            Connection.Tls.VERIFY_FULL);
    assertThat(Dataset.of(warehouse, "sales.orders"))
        .isEqualTo(new Dataset(namespace, "analytics.sales.orders"));
  }
}
