package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.penstock.api.model.Wanted;
import dev.penstock.runner.World;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.Reason;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that a table holds parsed. */
class SuperIT {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  @TempDir private static Path directory;
  private static World world;

  @BeforeAll
  static void start() throws Exception {
    world = World.start(directory);
    world.inWarehouse("CREATE SCHEMA IF NOT EXISTS sales");
  }

  @AfterAll
  static void end() {
    world.close();
  }

  /**
   * @param how mode and keys of the target, in flow style
   * @param documents of its table
   */
  private record Flow(String name, String columns, String step, String how, String documents) {
    Flow shop(String... statements) throws Exception {
      for (var sql : statements) {
        world.inShop(sql.replace("%s", name));
      }
      return this;
    }

    void warehouse(String... statements) throws Exception {
      for (var sql : statements) {
        world.inWarehouse(sql.replace("%s", name));
      }
    }

    PipelineFile file() throws Exception {
      return PipelineFile.written(
          directory,
          name,
          """
          apiVersion: penstock.dev/v1alpha1
          kind: EtlPipeline
          metadata: {name: %1$s}
          spec:
            store: {connection: lake}
            sources:
              - {name: rows, connection: shop-db, query: {sql: 'SELECT %2$s FROM public.%1$s'}}
            steps:
              - name: made
                sql: |
                  SELECT %3$s FROM rows
            targets:
              - name: rows
                from: made
                %4$s
                s3: {connection: lake, path: sales/%1$s}
                redshift: {connection: warehouse, table: sales.%1$s, documents: %5$s}
          """
              .formatted(name, columns, step, how, documents),
          world);
    }

    List<String> types() throws Exception {
      return world.warehouse(
          "SELECT column_name, data_type FROM svv_columns WHERE table_schema = 'sales' AND table_name"
              + " = '%s' ORDER BY ordinal_position".formatted(name));
    }

    List<String> table(String select) throws Exception {
      return world.warehouse("SELECT %s FROM sales.%s ORDER BY 1".formatted(select, name));
    }

    List<String> dataset(int commit, String select) throws Exception {
      return world.objects(
          world.keys("sales/%s/%020d-".formatted(name, commit)),
          "SELECT %s FROM dataset ORDER BY id".formatted(select));
    }

    void agrees() throws Exception {
      var said =
          Penstock.run(
              "verify",
              "--deep",
              name,
              "-f",
              directory.resolve(name + ".yaml"),
              world.connections());
      assertThat(said.code()).as(said.out() + said.err()).isZero();
    }
  }

  private static List<JsonNode> documents(List<String> texts) throws Exception {
    List<JsonNode> read = new java.util.ArrayList<>();
    for (var text : texts) {
      // JSON has no word for what is missing, and the lists of rows one that looks like its null.
      read.add(text.equals("none") ? JSON.missingNode() : JSON.readTree(text));
    }
    return read;
  }

  @Test
  void nestedValuesReachANewTableParsedAndAreThoseOfTheSource() throws Exception {
    var flow =
        new Flow(
                "nested",
                "id, j, b, to_json(a) AS a, to_json(p) AS p, note",
                "*, to_json([id, NULL]) AS l, to_json({''x'': note}) AS s, to_json(MAP {''k'': id}) AS m"
                    .replace("''", "'"),
                "mode: Append",
                "Super")
            .shop(
                "CREATE TYPE place AS (x int, y text)",
                "CREATE TABLE public.%s (id BIGINT, j JSON, b JSONB, a NUMERIC(20,2)[], p place, note"
                    + " TEXT)",
                "INSERT INTO public.%s VALUES"
                    + " (1, '{\"b\":  1, \"é\": [1.10, \"😀\", {}]}', '{\"b\": {\"a\": null}}',"
                    + " '{1.10,NULL,-999999999999999999.99}', (-1, '\"x\"'), '{}'),"
                    + " (2, 'null', 'null', '{}', (NULL, ''), 'text'),"
                    + " (3, NULL, NULL, NULL, NULL, NULL),"
                    + " (4, '\"\"', '[]', '{{1,2},{3,4}}', (1, '😀'), '[]'),"
                    + " (5, 'true', '-0.5', '{0}', (0, 'z'), '"
                    + "x".repeat(300)
                    + "')");
    flow.file().run("r1");

    assertThat(flow.types())
        .containsExactly(
            "id|bigint",
            "j|super",
            "b|super",
            "a|super",
            "p|super",
            "note|character varying",
            "l|super",
            "s|super",
            "m|super",
            "_penstock_commit|bigint");
    for (var column : List.of("j", "b", "a", "p", "l", "s", "m")) {
      var parts = documents(flow.dataset(1, "coalesce(%s, 'none')".formatted(column)));
      var table =
          documents(
              world.warehouse(
                  "SELECT NVL(json_serialize(%1$s), 'none') FROM sales.%2$s ORDER BY id"
                      .formatted(column, flow.name())));
      assertThat(table).as(column).isEqualTo(parts);
    }
    assertThat(flow.dataset(1, "coalesce(j, 'none')"))
        .as("the part holds the text as it was written")
        .containsExactly("{\"b\":  1, \"é\": [1.10, \"😀\", {}]}", "null", "none", "\"\"", "true");
    assertThat(flow.table("id, CASE WHEN j IS NULL THEN 'none' ELSE json_typeof(j) END"))
        .as("a JSON null is not NULL")
        .containsExactly("1|object", "2|null", "3|none", "4|string", "5|boolean");
    flow.agrees();
  }

  @Test
  void aColumnThatIsThereIsFilledAsWhatItIs() throws Exception {
    var flow =
        new Flow("filled", "id, doc, raw, kept", "*", "mode: Append", "Varchar")
            .shop(
                "CREATE TABLE public.%s (id BIGINT, doc JSONB, raw TEXT, kept JSONB)",
                "INSERT INTO public.%s VALUES (1, '{\"a\": 1}', '{oops}', '[1]'), (2, NULL, '{\"a\":1,"
                    + " \"a\":2}', NULL), (3, 'null', '[1, 2]', '{}'), (4, '7', NULL, '{}')");
    flow.warehouse(
        "CREATE TABLE sales.%s (id BIGINT, doc SUPER, raw SUPER, kept VARCHAR(99), _penstock_commit"
            + " BIGINT)");
    var file = flow.file();
    assertThatThrownBy(() -> file.run("r1"))
        .isInstanceOfSatisfying(
            DataException.class,
            e ->
                assertThat(e.line())
                    .isEqualTo(
                        "LoadRefused: Table sales.filled in warehouse warehouse: 2 rows have a raw"
                            + " that JSON_PARSE can not make a SUPER of. Correct them in a step to JSON"
                            + " that names no attribute of an object twice, or let the column be a"
                            + " VARCHAR."));
    assertThat(flow.table("id")).isEmpty();
    assertThat(world.keys("sales/filled/")).noneMatch(key -> key.endsWith(".parquet"));

    flow.shop("UPDATE public.%s SET raw = '\"fine\"' WHERE id < 3");
    file.run("r2");
    assertThat(
            flow.table(
                "id, NVL(json_serialize(doc), 'none'), NVL(json_serialize(raw), 'none'), NVL(kept,"
                    + " 'none')"))
        .containsExactly(
            "1|{\"a\":1}|\"fine\"|[1]", "2|none|\"fine\"|none", "3|null|[1,2]|{}", "4|7|none|{}");
    flow.agrees();
  }

  @Test
  void anUpsertReplacesDocumentsByTheirKeyAndARefreshMakesTheirTableAgain() throws Exception {
    var flow =
        new Flow(
                "current",
                "id, at, doc",
                "*",
                "mode: Upsert\n      key: [id]\n      orderBy: [at]",
                "Super")
            .shop(
                "CREATE TABLE public.%s (id BIGINT, at INT, doc JSON)",
                "INSERT INTO public.%s VALUES (1, 1, '{\"v\": 1}'), (1, 2, '{\"v\": 2}'), (2, 1,"
                    + " '[]')");
    flow.file().run("r1");
    assertThat(flow.table("id, json_serialize(doc)")).containsExactly("1|{\"v\":2}", "2|[]");
    flow.shop("UPDATE public.%s SET at = 3, doc = 'null' WHERE at = 2");
    flow.file().run("r2");
    assertThat(flow.table("id, json_serialize(doc)")).containsExactly("1|null", "2|[]");
    flow.agrees();

    flow.warehouse("DROP TABLE sales.%s");
    var refreshed = flow.file().run("r3", new Wanted.FullRefresh());
    assertThat(refreshed.entry().number()).isEqualTo(3);
    assertThat(flow.types()).contains("doc|super");
    assertThat(flow.table("id, json_serialize(doc)")).containsExactly("1|null", "2|[]");
  }

  @Test
  void aColumnIsExchangedByHandAndOneThatComesIsMadeAsTheTargetSays() throws Exception {
    var flow =
        new Flow("moved", "id, doc", "*", "mode: Append", "Varchar")
            .shop(
                "CREATE TABLE public.%s (id BIGINT, doc JSONB)",
                "INSERT INTO public.%s VALUES (1, '{\"a\": 1}')");
    flow.file().run("r1");
    assertThat(flow.types()).contains("doc|character varying");
    var parsing = new Flow("moved", "id, doc", "*", "mode: Append", "Super");
    parsing.file().run("r2");
    assertThat(flow.types())
        .as("a column that is there stays what it is")
        .contains("doc|character varying");
    var said =
        Penstock.run(
            "plan",
            "-f",
            directory.resolve("moved.yaml"),
            world.connections(),
            "--connect",
            "--memory",
            "1Gi");
    assertThat(said.out())
        .contains("keeps column doc VARCHAR(256), which documents: Super does not change");

    flow.warehouse(
        "ALTER TABLE sales.%s ADD COLUMN doc_new SUPER",
        "UPDATE sales.%s SET doc_new = JSON_PARSE(doc)",
        "ALTER TABLE sales.%s DROP COLUMN doc",
        "ALTER TABLE sales.%s RENAME COLUMN doc_new TO doc");
    flow.shop("ALTER TABLE public.%s ADD COLUMN more JSON DEFAULT '{\"b\": 2}'");
    var wider = new Flow("moved", "id, doc, more", "*", "mode: Append", "Super");
    var outcome = wider.file().run("r3");
    assertThat(outcome.entry().targets().getFirst().adapted().orElseThrow().words())
        .containsExactly("added column more SUPER");
    assertThat(
            flow.table("_penstock_commit, json_serialize(doc), NVL(json_serialize(more), 'none')"))
        .containsExactly("1|{\"a\":1}|none", "2|{\"a\":1}|none", "3|{\"a\":1}|{\"b\":2}");

    flow.warehouse(
        "ALTER TABLE sales.%s ADD COLUMN doc_new VARCHAR(500)",
        "UPDATE sales.%s SET doc_new = JSON_SERIALIZE(doc)",
        "ALTER TABLE sales.%s DROP COLUMN doc",
        "ALTER TABLE sales.%s RENAME COLUMN doc_new TO doc");
    wider.file().run("r4");
    assertThat(flow.table("_penstock_commit, doc"))
        .containsExactly("1|{\"a\":1}", "2|{\"a\":1}", "3|{\"a\":1}", "4|{\"a\": 1}");
    wider.agrees();
  }

  @Test
  void aDocumentIsNoKeyAndANumberNoDocument() throws Exception {
    var key =
        new Flow(
                "keyed",
                "id, n, doc",
                "*",
                "mode: Upsert\n      key: [doc]\n      orderBy: [id]",
                "Super")
            .shop(
                "CREATE TABLE public.%s (id BIGINT, n BIGINT, doc JSONB)",
                "INSERT INTO public.%s VALUES (1, 1, '{}')");
    refused(
        key.file(),
        "Table sales.keyed in warehouse warehouse is to be made with column doc as SUPER, which can"
            + " not be key. Name another column as key, make doc a text in a step, or let it be a VARCHAR (documents).");
    key.warehouse("CREATE TABLE sales.%s (id BIGINT, n SUPER, doc SUPER, _penstock_commit BIGINT)");
    refused(
        key.file(),
        "Table sales.keyed in warehouse warehouse has column n SUPER, which is filled from JSON and"
            + " not from BIGINT, has column doc SUPER, by which no rows are told apart, as key. Make n"
            + " JSON by to_json in a step, or load it under another name; and name another column as"
            + " key, or let it be a VARCHAR there.");
  }

  private static void refused(PipelineFile file, String line) {
    assertThatThrownBy(() -> file.run("refused"))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> assertThat(e.line()).isEqualTo(Reason.TABLE_MISMATCH + ": " + line));
  }

  @Test
  void aDryRunRefusesTheDocumentsThatTheColumnWouldRefuseWhichTheRunAdds() throws Exception {
    var flow =
        new Flow("added", "id, doc", "*", "mode: Append\n      schema: {newColumn: Add}", "Super")
            .shop(
                "CREATE TABLE public.%s (id BIGINT, doc JSON)",
                "INSERT INTO public.%s VALUES (1, '{\"a\": 1, \"a\": 2}')");
    flow.warehouse("CREATE TABLE sales.%s (id BIGINT, _penstock_commit BIGINT)");
    flow.file();
    for (var dry : List.of(List.of("--dry-run"), List.<String>of())) {
      var words =
          new java.util.ArrayList<Object>(
              List.of("run", "-f", directory.resolve("added.yaml"), "-f", world.connections()));
      words.addAll(dry);
      var said = Penstock.run(words.toArray());
      assertThat(said.code()).as(said.out() + said.err()).isEqualTo(65);
      assertThat(said.err()).contains("1 rows have a doc that JSON_PARSE can not make a SUPER of");
      assertThat(flow.types()).hasSize(dry.isEmpty() ? 3 : 2);
    }
  }
}
