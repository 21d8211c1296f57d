package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.World;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source whose table changes under a pipeline, and what each policy makes of it. */
class SchemaIT {
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

  /** A table of the shop and the pipeline that adds all its rows with every run, of one name. */
  private record Flow(String name, String schema, String table) {
    static Flow of(String name, String columns, String... rows) throws Exception {
      var flow = new Flow(name, "{}", "");
      flow.shop("CREATE TABLE public.%s (" + columns + ")");
      for (var row : rows) {
        flow.shop("INSERT INTO public.%s VALUES (" + row + ")");
      }
      return flow;
    }

    Flow with(String policy) {
      return new Flow(name, policy, table);
    }

    /** With more about the table, in flow style. */
    Flow also(String more) {
      return new Flow(name, schema, more);
    }

    Flow shop(String... statements) throws Exception {
      for (var sql : statements) {
        world.inShop(sql.replace("%s", name));
      }
      return this;
    }

    void warehouse(String sql) throws Exception {
      world.inWarehouse(sql.replace("%s", name));
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
              - {name: rows, connection: shop-db, table: {name: public.%1$s}}
            targets:
              - name: rows
                from: rows
                schema: %2$s
                s3: {connection: lake, path: sales/%1$s}
                redshift: {connection: warehouse, table: sales.%1$s%3$s}
          """
              .formatted(name, schema, table),
          world);
    }

    CommittedTarget run(String run) throws Exception {
      return file().run(run).entry().targets().getFirst();
    }

    /** Refused, and nothing of it lies anywhere. */
    void refused(Class<? extends PenstockException> kind, Reason reason, String line)
        throws Exception {
      var parts = world.keys("_penstock/default/" + name + "/parts/");
      var file = file();
      assertThatThrownBy(() -> file.run("refused"))
          .isInstanceOfSatisfying(
              kind,
              e -> {
                assertThat(e.reason()).isEqualTo(reason);
                assertThat(e.line()).isEqualTo(reason + ": " + line.replace("%s", name));
              });
      if (kind == ConfigurationException.class) {
        assertThat(world.keys("_penstock/default/" + name + "/parts/")).isEqualTo(parts);
      }
    }

    /** The rows of a commit as the table has them. */
    List<String> table(int commit, String columns) throws Exception {
      return world.warehouse(
          "SELECT %s FROM sales.%s WHERE _penstock_commit = %d ORDER BY 1"
              .formatted(columns, name, commit));
    }

    List<String> dataset(int commit, String columns) throws Exception {
      return world.objects(
          world.keys("sales/%s/%020d-".formatted(name, commit)),
          "SELECT %s FROM dataset ORDER BY 1".formatted(columns));
    }

    void holds(int commit, String columns, String... rows) throws Exception {
      assertThat(table(commit, columns)).containsExactly(rows);
      assertThat(dataset(commit, columns)).containsExactly(rows);
    }

    List<String> columns() throws Exception {
      return world.warehouse(
          "SELECT column_name, data_type, character_maximum_length FROM svv_columns WHERE"
              + " table_schema = 'sales' AND table_name = '%s' ORDER BY ordinal_position"
                  .formatted(name));
    }

    Penstock.Said say(String verb, Object... more) throws Exception {
      var words = new java.util.ArrayList<Object>(List.of(verb));
      words.addAll(List.of(more));
      words.addAll(List.of("-f", directory.resolve(name + ".yaml"), world.connections()));
      return Penstock.run(words.toArray());
    }

    /** The changes that the log tells, without number, time and run. */
    List<String> history() throws Exception {
      var said = say("schema", name, "--history");
      assertThat(said.code()).as(said.err()).isZero();
      int at = said.lines().getFirst().indexOf("CHANGE");
      return said.lines().stream().skip(1).map(line -> line.substring(at)).toList();
    }

    void agrees() throws Exception {
      var said = say("verify", name);
      assertThat(said.code()).as(said.out() + said.err()).isZero();
    }
  }

  @Test
  void aColumnThatComesIsPlannedAddedAndTold() throws Exception {
    var flow = Flow.of("added", "id BIGINT, note TEXT", "1, 'one'");
    flow.run("r1");
    flow.shop(
        "ALTER TABLE public.%s ADD COLUMN kind TEXT, ADD COLUMN pieces INTEGER",
        "INSERT INTO public.%s VALUES (2, 'two', '" + "ü".repeat(100) + "', 7)");

    var planned = flow.say("plan", "--connect");
    assertThat(planned.code()).as(planned.err()).isZero();
    assertThat(planned.lines())
        .contains(
            "  ALTER TABLE \"sales\".\"added\" ADD COLUMN \"kind\" VARCHAR(65535);",
            "  ALTER TABLE \"sales\".\"added\" ADD COLUMN \"pieces\" INTEGER;");
    assertThat(flow.columns()).as("a plan alters nothing").hasSize(3);

    var outcome = flow.file().run("r2");
    assertThat(outcome.entry().targets().getFirst().adapted().orElseThrow().words())
        .containsExactly("added column kind VARCHAR(1024)", "added column pieces INTEGER");
    assertThat(outcome.receipt().orElseThrow().tables())
        .singleElement()
        .satisfies(told -> assertThat(told.table()).isEqualTo("sales.added"));
    assertThat(flow.table(1, "id, note, kind, pieces")).containsExactly("1|one|null|null");
    flow.holds(2, "id, note, kind, pieces", "1|one|null|null", "2|two|" + "ü".repeat(100) + "|7");
    assertThat(flow.columns()).contains("kind|character varying|1024", "pieces|integer|null");
    assertThat(flow.say("plan", "--connect").lines())
        .contains("  the table is there and takes the rows");
    assertThat(flow.history())
        .containsExactly(
            "begins with 3 columns",
            "added kind VARCHAR",
            "added pieces INTEGER",
            "the table: added column kind VARCHAR(1024)",
            "the table: added column pieces INTEGER");
    flow.agrees();
  }

  @Test
  void aColumnThatIsIgnoredIsInTheDatasetAlone() throws Exception {
    var flow = Flow.of("ignored", "id BIGINT", "1").with("{newColumn: Ignore}");
    flow.run("r1");
    flow.shop("ALTER TABLE public.%s ADD COLUMN kind TEXT DEFAULT 'new'");
    flow.run("r2");
    flow.run("r3");
    assertThat(flow.columns()).hasSize(2);
    assertThat(flow.table(2, "id")).containsExactly("1");
    assertThat(flow.dataset(2, "id, kind")).containsExactly("1|new");
    assertThat(flow.history())
        .containsExactly(
            "begins with 2 columns", "added kind VARCHAR", "the table: goes without column kind");
    assertThat(flow.say("schema", "ignored").lines())
        .contains("  kind                     VARCHAR, not in the table");
    flow.agrees();
  }

  @Test
  void aColumnThatMayNotComeIsRefusedWithItsStatement() throws Exception {
    var flow = Flow.of("strict", "id BIGINT", "1").with("{newColumn: Fail}");
    flow.run("r1");
    flow.shop("ALTER TABLE public.%s ADD COLUMN kind TEXT");
    flow.refused(
        ConfigurationException.class,
        Reason.TABLE_MISMATCH,
        "Table sales.%s in warehouse warehouse lacks column kind VARCHAR. Run ALTER TABLE"
            + " \"sales\".\"%s\" ADD COLUMN \"kind\" VARCHAR(65535), or write schema.newColumn:"
            + " Add.");
    var planned = flow.say("plan", "--connect");
    assertThat(planned.out()).contains("  refused: TableMismatch: Table sales.strict ");
  }

  @Test
  void aColumnThatGoesIsRefusedOrHoldsNullFromThenOn() throws Exception {
    var flow = Flow.of("removed", "id BIGINT, note TEXT", "1, 'one'");
    flow.run("r1");
    flow.shop("ALTER TABLE public.%s DROP COLUMN note");
    flow.refused(
        ConfigurationException.class,
        Reason.TABLE_MISMATCH,
        "Table sales.%s in warehouse warehouse has column note, which the rows lack. Give note a"
            + " value in a step, write schema.missingColumn: SetNull, or drop the column if nobody needs"
            + " it.");
    var tolerant = flow.with("{missingColumn: SetNull}");
    tolerant.run("r2");
    assertThat(flow.table(1, "id, note")).containsExactly("1|one");
    assertThat(flow.table(2, "id, note")).containsExactly("1|null");
    assertThat(flow.dataset(2, "*")).containsExactly("1|2");
    assertThat(flow.history())
        .containsExactly(
            "begins with 3 columns",
            "removed note VARCHAR",
            "the table: holds NULL in column note");
    flow.agrees();
  }

  @Test
  void aColumnThatIsRenamedIsOneThatGoesAndOneThatComes() throws Exception {
    var flow =
        Flow.of("renamed", "id BIGINT, note TEXT", "1, 'one'").with("{missingColumn: SetNull}");
    flow.run("r1");
    flow.shop("ALTER TABLE public.%s RENAME COLUMN note TO remark");
    flow.run("r2");
    assertThat(flow.table(1, "id, note, remark")).containsExactly("1|one|null");
    assertThat(flow.table(2, "id, note, remark")).containsExactly("1|null|one");
    assertThat(flow.dataset(2, "id, remark")).containsExactly("1|one");
    assertThat(flow.history())
        .containsExactly(
            "begins with 3 columns",
            "removed note VARCHAR",
            "added remark VARCHAR",
            "the table: added column remark VARCHAR(256)",
            "the table: holds NULL in column note");
  }

  @Test
  void anotherOrderOfColumnsChangesNothing() throws Exception {
    var flow = Flow.of("reordered", "id BIGINT, note TEXT, remark TEXT", "1, 'one', 'eins'");
    flow.run("r1");
    flow.shop(
        "DROP TABLE public.%s",
        "CREATE TABLE public.%s (remark TEXT, note TEXT, id BIGINT)",
        "INSERT INTO public.%s VALUES ('zwei', 'two', 2)");
    assertThat(flow.run("r2").adapted()).isEmpty();
    flow.holds(1, "id, note, remark", "1|one|eins");
    flow.holds(2, "id, note, remark", "2|two|zwei");
    assertThat(flow.history()).containsExactly("begins with 4 columns");
  }

  @Test
  void aTextThatGrowsWidensItsColumnOrIsRefused() throws Exception {
    var flow = Flow.of("grown", "id BIGINT, note TEXT", "1, 'one'");
    flow.run("r1");
    flow.shop("UPDATE public.%s SET note = repeat('ü', 500)");
    flow.with("{widerType: Fail}")
        .refused(
            DataException.class,
            Reason.LOAD_REFUSED,
            "Table sales.%s in warehouse warehouse: 1 rows have a longer note than the 256 bytes that"
                + " it takes, up to 1000. Run ALTER TABLE \"sales\".\"%s\" ALTER COLUMN \"note\" TYPE"
                + " VARCHAR(4096), or shorten them in a step.");
    assertThat(flow.columns()).contains("note|character varying|256");
    assertThat(flow.run("r2").adapted().orElseThrow().words())
        .containsExactly("widened column note from VARCHAR(256) to VARCHAR(4096)");
    assertThat(flow.columns()).contains("note|character varying|4096");
    flow.holds(1, "id, note", "1|one");
    flow.holds(2, "id, note", "1|" + "ü".repeat(500));
    assertThat(flow.history())
        .containsExactly(
            "begins with 3 columns",
            "the table: widened column note from VARCHAR(256) to VARCHAR(4096)");
    assertThat(flow.run("r3").adapted()).isEmpty();
  }

  @Test
  void aNumberThatGrowsIsRefusedAndTheStatementsThatAreShownMakeRoomForIt() throws Exception {
    var flow = Flow.of("numbers", "id INTEGER, total NUMERIC(6,2)", "1, 1234.56");
    flow.run("r1");
    flow.shop("ALTER TABLE public.%s ALTER COLUMN id TYPE BIGINT");
    var exchange =
        "ALTER TABLE \"sales\".\"%s\" ADD COLUMN \"id_new\" BIGINT; UPDATE \"sales\".\"%s\" SET"
            + " \"id_new\" = \"id\"; ALTER TABLE \"sales\".\"%s\" DROP COLUMN \"id\"; ALTER TABLE"
            + " \"sales\".\"%s\" RENAME COLUMN \"id_new\" TO \"id\"";
    flow.refused(
        ConfigurationException.class,
        Reason.TABLE_MISMATCH,
        "Table sales.%s in warehouse warehouse has column id integer, which does not take BIGINT. Run "
            + exchange
            + ", or cast id to INTEGER in a step.");
    for (var statement : exchange.split("; ")) {
      flow.warehouse(statement);
    }
    flow.shop(
        "UPDATE public.%s SET id = 5000000000",
        "ALTER TABLE public.%s ALTER total TYPE NUMERIC(8,2)");
    flow.refused(
        ConfigurationException.class,
        Reason.TABLE_MISMATCH,
        "Table sales.%s in warehouse warehouse has column total numeric, which does not take"
            + " DECIMAL(8,2). Run "
            + exchange.replace("\"id", "\"total").replace("BIGINT", "DECIMAL(8,2)")
            + ", or cast total to DECIMAL(6,2) in a step.");
    for (var statement :
        exchange.replace("\"id", "\"total").replace("BIGINT", "DECIMAL(8,2)").split("; ")) {
      flow.warehouse(statement);
    }
    flow.run("r2");
    flow.holds(1, "id, total", "1|1234.56");
    flow.holds(2, "id, total", "5000000000|1234.56");
    assertThat(flow.history())
        .containsExactly(
            "begins with 3 columns",
            "widened id from INTEGER to BIGINT",
            "widened total from DECIMAL(6,2) to DECIMAL(8,2)");
  }

  @Test
  void aNumberThatShrinksKeepsItsColumnOrIsRefused() throws Exception {
    var flow = Flow.of("shrunk", "id BIGINT", "1");
    flow.run("r1");
    flow.shop("ALTER TABLE public.%s ALTER COLUMN id TYPE INTEGER");
    flow.with("{narrowerType: Fail}")
        .refused(
            ConfigurationException.class,
            Reason.TABLE_MISMATCH,
            "Table sales.%s in warehouse warehouse has column id BIGINT, which is wider than INTEGER."
                + " Cast id to BIGINT in a step, or write schema.narrowerType: Keep.");
    flow.run("r2");
    flow.holds(2, "id", "1");
    assertThat(flow.columns()).contains("id|bigint|null");
    assertThat(flow.history())
        .containsExactly("begins with 2 columns", "narrowed id from BIGINT to INTEGER");
  }

  @Test
  void aTypeThatIsAnotherIsRefusedUnderEveryPolicy() throws Exception {
    var flow = Flow.of("retyped", "id BIGINT, day TEXT", "1, '2026-03-01'");
    flow.run("r1");
    flow.shop("ALTER TABLE public.%s ALTER COLUMN day TYPE DATE USING day::date");
    for (var policy : List.of("{}", "{newColumn: Ignore, missingColumn: SetNull}")) {
      flow.with(policy)
          .refused(
              ConfigurationException.class,
              Reason.TABLE_MISMATCH,
              "Table sales.%s in warehouse warehouse has column day character varying, which does not"
                  + " take DATE. Cast day to VARCHAR(256) in a step, or load it under another name.");
    }
    flow.holds(1, "id, day", "1|2026-03-01");
  }

  @Test
  void aKeyAndANullThatTheSourceAllowsOrForbidsChangeNoColumn() throws Exception {
    var flow = Flow.of("constraints", "id BIGINT PRIMARY KEY, note TEXT NOT NULL", "1, 'one'");
    flow.run("r1");
    flow.shop(
        "ALTER TABLE public.%s ALTER COLUMN note DROP NOT NULL",
        "ALTER TABLE public.%s DROP CONSTRAINT %s_pkey", "INSERT INTO public.%s VALUES (1, NULL)");
    assertThat(flow.run("r2").adapted()).isEmpty();
    assertThat(flow.table(2, "id, note")).containsExactlyInAnyOrder("1|one", "1|null");
    assertThat(flow.dataset(2, "id, note")).containsExactlyInAnyOrder("1|one", "1|null");
    assertThat(flow.history()).containsExactly("begins with 3 columns");
  }

  @Test
  void aTableThatIsMadeIsGrantedAndOneThatExistsKeepsItsRights() throws Exception {
    var flow =
        Flow.of("granted", "id BIGINT", "1").also(", grants: [{to: PUBLIC, privileges: [Select]}]");
    assertThat(flow.file().pipeline().targets()).hasSize(1);
    assertThat(flow.say("plan").lines())
        .contains("  GRANT SELECT ON TABLE \"sales\".\"granted\" TO PUBLIC;");
    flow.run("r1");
    var rights =
        "SELECT privilege_type FROM information_schema.table_privileges WHERE table_schema = 'sales'"
            + " AND table_name = 'granted' AND grantee = 'PUBLIC' ORDER BY 1";
    assertThat(world.warehouse(rights)).containsExactly("SELECT");
    flow.warehouse("REVOKE SELECT ON TABLE sales.%s FROM PUBLIC");
    flow.run("r2");
    assertThat(world.warehouse(rights)).isEmpty();
  }

  @Test
  void aGrantThatIsRefusedLeavesNoTable() throws Exception {
    var flow =
        Flow.of("ungranted", "id BIGINT", "1")
            .also(", grants: [{to: nobody, privileges: [Select]}]");
    var file = flow.file();
    assertThatThrownBy(() -> file.run("r1"))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.STATEMENT_REFUSED);
              assertThat(e.message())
                  .startsWith(
                      "Warehouse warehouse refuses GRANT SELECT ON TABLE \"sales\".\"ungranted\" TO"
                          + " \"nobody\" (SQLSTATE ");
              assertThat(e.nextStep()).startsWith("Correct redshift.grants of the target");
            });
    assertThat(flow.columns()).isEmpty();
    flow.also("").run("r2");
    flow.holds(1, "id", "1");
  }

  @Test
  void statementsOfTheAuthorCountWithTheRowsOrNotAtAll() throws Exception {
    var flow = Flow.of("followed", "id BIGINT", "1");
    flow.warehouse("CREATE SCHEMA IF NOT EXISTS sales");
    flow.warehouse("CREATE TABLE sales.loads (held BIGINT, said VARCHAR(16))");
    var insert =
        "postSql: [\"INSERT INTO sales.loads SELECT COUNT(*), 'why?' FROM sales.followed\"%s]";
    flow.also(", " + insert.formatted("")).run("r1");
    assertThat(world.warehouse("SELECT held, said FROM sales.loads")).containsExactly("1|why?");

    var failing = flow.also(", " + insert.formatted(", \"SELECT 1 FROM sales.nowhere\"")).file();
    assertThatThrownBy(() -> failing.run("r2"))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.STATEMENT_REFUSED))
        .hasMessage(
            "Warehouse warehouse refuses postSql[1] of target rows (SQLSTATE 42P01), so nothing of the"
                + " entry is published there");
    assertThat(world.warehouse("SELECT held FROM sales.loads")).containsExactly("1");
    assertThat(flow.table(2, "id")).isEmpty();

    flow.also(", " + insert.formatted("")).run("r3");
    assertThat(world.warehouse("SELECT held FROM sales.loads ORDER BY 1"))
        .containsExactly("1", "2", "3");
    flow.holds(2, "id", "1");
    flow.holds(3, "id", "1");
  }

  @Test
  void aStatementThatCanNotRunTwiceIsRefusedAndNotTakenForABusyWarehouse() throws Exception {
    var flow = Flow.of("once", "id BIGINT", "1");
    flow.warehouse("CREATE SCHEMA IF NOT EXISTS sales");
    var made = flow.also(", postSql: [\"CREATE TABLE sales.made_once (n INT)\"]").file();
    made.run("r1");
    assertThatThrownBy(() -> made.run("r2"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("refuses postSql[0] of target rows (SQLSTATE 42P07)");
    flow.also("").run("r3");
    flow.holds(3, "id", "1");
  }
}
