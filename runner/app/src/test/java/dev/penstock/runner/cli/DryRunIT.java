package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.runner.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All of a run but its commit, over the sandbox's store and warehouse: nothing stays. */
class DryRunIT {
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
    var words = new String[5 + more.length];
    words[0] = "run";
    words[1] = "-f";
    words[2] = pipeline.toString();
    words[3] = "-f";
    words[4] = world.connections().toString();
    System.arraycopy(more, 0, words, 5, more.length);
    return Penstock.run((Object[]) words);
  }

  private static void nothingIsStaged(String name) throws Exception {
    var root = "_penstock/default/" + name.replace('_', '-') + "/";
    assertThat(world.keys(root + "parts/")).isEmpty();
    assertThat(world.keys(root + "probe/")).isEmpty();
    assertThat(
            world.warehouse(
                "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'penstock' AND"
                    + " table_name LIKE 'stg%'"))
        .containsExactly("0");
  }

  private static void noTable(String name) throws Exception {
    assertThat(
            world.warehouse(
                "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'sales' AND"
                    + " table_name = '"
                    + name
                    + "'"))
        .containsExactly("0");
  }

  @Test
  void againstNothingItTellsTheRowsAndTheTableAndLeavesNothing() throws Exception {
    var pipeline = Orders.named(directory, "dry_first");
    var said = run(pipeline, "--dry-run");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.lines().getFirst())
        .startsWith("Dry run of default/dry-first: nothing is committed; ")
        .endsWith("entry 1 would bring 1,500 rows to orders; 0 checks passed");
    assertThat(said.out())
        .contains("  read orders: 1,500 rows, ", "  reconciled orders: 1,500 rows")
        .contains("  would be run for sales.dry_first: CREATE TABLE IF NOT EXISTS ");
    assertThat(world.keys("_penstock/default/dry-first/")).as("no entry 0, no log").isEmpty();
    assertThat(world.keys("sales/dry_first/")).as("no claim").isEmpty();
    nothingIsStaged("dry_first");
    noTable("dry_first");

    assertThat(run(pipeline).out()).contains("committed as entry 1");
  }

  /** The same connections, with another schema for control tables, which is not there. */
  private static Path controlled(String schema) throws Exception {
    return Files.writeString(
        directory.resolve(schema + "-connections.yaml"),
        Files.readString(world.connections())
            .replace("controlSchema: penstock", "controlSchema: " + schema));
  }

  private static List<String> schemas(String like) throws Exception {
    return world.warehouse(
        "SELECT nspname FROM pg_namespace WHERE nspname LIKE '" + like + "%' ORDER BY 1");
  }

  @Test
  void aWarehouseWithoutControlSchemaHasNoneAfterwards() throws Exception {
    var pipeline = Orders.named(directory, "dry_schema");
    var connections = controlled("dry_control");
    var failing = directory.resolve("dry_failing.yaml");
    Files.writeString(
        failing,
        Files.readString(Orders.named(directory, "dry_failing"))
            + "  checks:\n    - {name: never, relation: enriched, expect: {sql: \"total < 0\"}}\n");
    assertThat(Penstock.run("run", "-f", failing, "-f", connections, "--dry-run").code())
        .isEqualTo(65);
    assertThat(schemas("dry_control")).isEmpty();
    var said = Penstock.run("run", "-f", pipeline, "-f", connections, "--dry-run");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).contains("  reconciled orders: 1,500 rows");
    assertThat(schemas("dry_control")).isEmpty();
    assertThat(Penstock.run("run", "-f", pipeline, "-f", connections).code()).isZero();
    assertThat(schemas("dry_control")).containsExactly("dry_control");
  }

  @Test
  void aSchemaThatTheUserMayNotMakeIsForeseen() throws Exception {
    var pipeline = Orders.named(directory, "dry_rights");
    var elsewhere =
        Files.writeString(
            directory.resolve("dry_elsewhere.yaml"),
            Files.readString(pipeline).replace("table: sales.", "table: dry_elsewhere."));
    world.inWarehouse("CREATE SCHEMA IF NOT EXISTS penstock");
    world.inWarehouse("REVOKE CREATE ON DATABASE analytics FROM PUBLIC, loader");
    try {
      var control =
          Penstock.run("run", "-f", pipeline, "-f", controlled("dry_denied"), "--dry-run");
      assertThat(control.code()).as(control.out()).isEqualTo(78);
      assertThat(control.err())
          .contains(
              "The user of warehouse warehouse may not make schema \"dry_denied\", which is missing,"
                  + " for the control tables of its pipelines.");
      for (var more : new String[][] {{"--dry-run"}, {}}) {
        var said = run(elsewhere, more);
        assertThat(said.code()).as(said.out()).isEqualTo(78);
        assertThat(said.err())
            .contains(
                "may not make schema \"dry_elsewhere\", which is missing, for table"
                    + " dry_elsewhere.dry_rights. Make it and GRANT USAGE, CREATE ON SCHEMA"
                    + " \"dry_elsewhere\" to that user, or GRANT CREATE ON DATABASE \"analytics\"");
      }
    } finally {
      world.inWarehouse("GRANT CREATE ON DATABASE analytics TO loader");
    }
  }

  @Test
  void besideAHistoryNothingMovesAndTheNextRunCommitsAsIfItHadNotBeen() throws Exception {
    var pipeline = Orders.named(directory, "dry_later");
    assertThat(run(pipeline).code()).isZero();
    var log = world.keys("_penstock/default/dry-later/log/");
    var visible = world.keys("sales/dry_later/");
    for (var more : new String[][] {{"--dry-run"}, {"--dry-run", "--full-refresh"}}) {
      var said = run(pipeline, more);
      assertThat(said.code()).as(said.err()).isZero();
      assertThat(said.out())
          .contains("entry 2 would bring 1,500 rows")
          .doesNotContain("would be run");
    }
    assertThat(world.keys("_penstock/default/dry-later/log/")).isEqualTo(log).hasSize(2);
    assertThat(world.keys("sales/dry_later/")).isEqualTo(visible);
    assertThat(world.warehouse("SELECT COUNT(*) FROM sales.dry_later")).containsExactly("1500");
    nothingIsStaged("dry_later");

    assertThat(run(pipeline).out()).contains("committed as entry 2");
    assertThat(world.warehouse("SELECT COUNT(*) FROM sales.dry_later")).containsExactly("3000");
  }

  @Test
  void aCheckThatFailsRefusesItAsTheRunAndNothingStays() throws Exception {
    var pipeline = Orders.named(directory, "dry_check");
    Files.writeString(
        pipeline,
        Files.readString(pipeline)
            + "  checks:\n    - {name: never, relation: enriched, expect: {sql: \"total < 0\"}}\n");
    var said = run(pipeline, "--dry-run", "--json");
    assertThat(said.code()).isEqualTo(65);
    assertThat(JSON.readTree(said.lines().getLast()).path("reason").asText())
        .isEqualTo("CheckFailed");
    assertThat(world.keys("_penstock/default/dry-check/")).isEmpty();
    nothingIsStaged("dry_check");
    noTable("dry_check");
  }

  @Test
  void aTableThatWouldBeAlteredIsNot() throws Exception {
    var flow =
        TableFlow.of(
            world,
            directory,
            "dry_drift",
            "CREATE TABLE public.%1$s (id bigint PRIMARY KEY, note text)",
            "INSERT INTO public.%1$s VALUES (1, 'short')");
    flow.with("schema: {newColumn: Add}");
    var file = directory.resolve("dry_drift.yaml");
    assertThat(run(file).code()).isZero();
    flow.shop("ALTER TABLE public.%1$s ADD COLUMN extra int");
    flow.shop("INSERT INTO public.%1$s VALUES (2, repeat('x', 2000), 7)");
    var columns =
        "SELECT column_name, character_maximum_length FROM information_schema.columns WHERE"
            + " table_schema = 'sales' AND table_name = 'dry_drift' ORDER BY 1";
    var before = world.warehouse(columns);
    var said = run(file, "--dry-run", "--json");
    assertThat(said.code()).as(said.err()).isZero();
    var event = JSON.readTree(said.lines().getLast());
    assertThat(event.path("event").asText()).isEqualTo("dryRun");
    assertThat(event.at("/receipt/targets/0/rows").asLong()).isEqualTo(2);
    assertThat(event.at("/receipt/targets/0/published").isMissingNode()).isTrue();
    assertThat(event.at("/statements/sales.dry_drift").toString())
        .contains("ALTER TABLE", "ADD COLUMN", "extra");
    assertThat(world.warehouse(columns)).isEqualTo(before);
    nothingIsStaged("dry_drift");
  }

  @Test
  void aTableOfVersionsThatIsNotThereIsToldWithItsColumns() throws Exception {
    var flow =
        TableFlow.of(
            world,
            directory,
            "dry_versions",
            "CREATE TABLE public.%1$s (id bigint PRIMARY KEY, at timestamptz NOT NULL, note text)",
            "INSERT INTO public.%1$s VALUES (1, '2026-03-01T00:00:00Z', 'a')");
    flow.with("mode: Scd2", "key: [id]", "orderBy: [at]");
    var said = run(directory.resolve("dry_versions.yaml"), "--dry-run");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out())
        .contains("entry 1 would bring 1 rows to rows")
        .containsPattern("CREATE TABLE [^\n]*_penstock_valid_from");
    nothingIsStaged("dry_versions");
    noTable("dry_versions");
  }

  /** A column that the run would add first is no reason to see less than it. */
  @Test
  void aLateVersionIsRefusedAlsoWhereAColumnIsNew() throws Exception {
    var flow =
        TableFlow.of(
            world,
            directory,
            "dry_late",
            "CREATE TABLE public.%1$s (id bigint, at timestamptz NOT NULL, note text)",
            "INSERT INTO public.%1$s VALUES (1, '2026-03-01T00:00:00Z', 'a'), (1,"
                + " '2026-03-03T00:00:00Z', 'a')");
    flow.with("mode: Scd2", "key: [id]", "orderBy: [at]", "track: [note]");
    var file = directory.resolve("dry_late.yaml");
    assertThat(run(file).code()).isZero();
    flow.shop("ALTER TABLE public.%1$s ADD COLUMN extra int");
    flow.shop("INSERT INTO public.%1$s VALUES (1, '2026-03-02T00:00:00Z', 'b', 7)");
    var said = run(file, "--dry-run");
    assertThat(said.code()).as(said.out()).isEqualTo(65);
    assertThat(said.err()).contains("1 versions of relation rows are valid from an instant within");
    nothingIsStaged("dry_late");
  }

  @Test
  void ofATableThatWouldGetItsKeyFirstNothingIsDeleted() throws Exception {
    var flow =
        TableFlow.of(
            world,
            directory,
            "dry_key",
            "CREATE TABLE public.%1$s (id bigint, at timestamptz NOT NULL, gone boolean)",
            "INSERT INTO public.%1$s VALUES (1, '2026-03-01T00:00:00Z', true)");
    flow.warehouse("CREATE SCHEMA IF NOT EXISTS sales");
    flow.warehouse("CREATE TABLE sales.%1$s (gone BOOLEAN)");
    flow.with("mode: Upsert", "key: [id]", "orderBy: [at]", "deletes: {column: gone}");
    var said = run(directory.resolve("dry_key.yaml"), "--dry-run");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).contains("ADD COLUMN \"id\"");
    nothingIsStaged("dry_key");
  }
}
