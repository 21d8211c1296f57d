package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Wanted;
import dev.penstock.runner.World;
import dev.penstock.runner.differential.Versions;
import dev.penstock.runner.run.Checkpoints;
import dev.penstock.runner.spi.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets whose table keeps every version of a key, over a real store and a warehouse. */
class Scd2IT {
  private static final String TABLE =
      "CREATE TABLE public.%s (n BIGINT GENERATED ALWAYS AS IDENTITY, id INTEGER, at TIMESTAMPTZ, seq"
          + " INTEGER, note TEXT, gone BOOLEAN)";
  private static final Instant FIRST = Instant.parse("2026-03-01T00:00:00Z");

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

  private static PipelineFile versioned(TableFlow flow, String... more) throws Exception {
    return flow.with(
        Stream.concat(
                Stream.of(
                    "mode: Scd2", "key: [id]", "orderBy: [at, seq]", "deletes: {column: gone}"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static final String TRACK = "track: [note]";

  /** Adds rows as {@code id, minute, seq, note, gone}; {@code null} is NULL. */
  private static void says(TableFlow flow, String... rows) throws Exception {
    for (var row : rows) {
      var of = row.split(",");
      flow.shop(
          "INSERT INTO public.%%s (id, at, seq, note, gone) VALUES (%s, %s, %s, %s, %s)"
              .formatted(
                  of[0],
                  of[1].equals("null") ? "NULL" : "'" + minute(of[1]) + "'",
                  of[2],
                  of[3].equals("null") ? "NULL" : "'" + of[3] + "'",
                  of[4]));
    }
  }

  private static Instant minute(String number) {
    return FIRST.plusSeconds(60 * Long.parseLong(number));
  }

  /** {@return the table's rows as {@code id|from|to|note}, in minutes} */
  private static List<String> table(TableFlow flow) throws Exception {
    var minutes = "CAST(EXTRACT(EPOCH FROM %s - TIMESTAMPTZ '" + FIRST + "') AS INTEGER) / 60";
    return world
        .warehouse(
            "SELECT id || '|' || %s || '|' || COALESCE(CAST(%s AS VARCHAR), 'null') || '|' || CASE WHEN _penstock_valid_to = _penstock_valid_from THEN 'gone' ELSE COALESCE(note, 'null') END FROM sales.%s"
                .formatted(
                    minutes.formatted("_penstock_valid_from"),
                    minutes.formatted("_penstock_valid_to"),
                    flow.name()))
        .stream()
        .sorted()
        .toList();
  }

  /** {@return what the rows of the dataset say that the table holds, in minutes} */
  private static List<String> dataset(TableFlow flow) throws Exception {
    List<Versions.Said<String>> said = new ArrayList<>();
    for (var row :
        world.objects(
            keys("sales/" + flow.name() + "/"),
            "SELECT id || '|' || (epoch(\"at\")::BIGINT - %d) // 60 || '|' || coalesce(note, 'null') || '|' || coalesce(gone, false) || '|' || printf('%%05d %%05d %%d %%05d', _penstock_commit, seq, CASE WHEN coalesce(gone, false) THEN 1 ELSE 0 END, n) FROM dataset"
                .formatted(FIRST.getEpochSecond()))) {
      var of = row.split("\\|");
      said.add(
          new Versions.Said<>(
              List.of(of[0]),
              "%04d".formatted(Integer.parseInt(of[1])),
              of[3].equals("true") ? Optional.empty() : Optional.of(of[2]),
              of[4]));
    }
    return Versions.of(said).stream()
        .map(line -> line.replaceAll("\\|0+(?=\\d)", "|"))
        .sorted()
        .toList();
  }

  private static void agree(TableFlow flow) throws Exception {
    assertThat(table(flow)).isEqualTo(dataset(flow));
    flow.agrees();
  }

  private static String planned(TableFlow flow) throws Exception {
    var file = directory.resolve(flow.name() + ".yaml");
    return Penstock.run("plan", "-f", file, world.connections(), "--connect").out();
  }

  private static Penstock.Said deep(TableFlow flow) throws Exception {
    return Penstock.run(
        "verify",
        "--deep",
        flow.pipeline(),
        "-f",
        directory.resolve(flow.name() + ".yaml"),
        world.connections());
  }

  @Test
  void aChangeClosesAVersionAndWhatSaysTheSameChangesNone() throws Exception {
    var flow = TableFlow.of(world, directory, "versions", TABLE);
    var pipeline = versioned(flow, TRACK);
    says(
        flow, "1,1,0,a,false", "2,1,0,null,NULL", "3,1,0,x,true", "1,2,0,b,false", "1,3,0,b,false");
    pipeline.run("r1");
    assertThat(table(flow)).containsExactly("1|1|2|a", "1|2|null|b", "2|1|null|null", "3|1|1|gone");
    pipeline.run("r2");
    // NULL is no empty text; of what is said of one instant the greatest order counts.
    says(flow, "2,4,1,,false", "2,4,0,z,false", "1,5,0,b,true", "3,6,0,y,NULL");
    pipeline.run("r3");
    assertThat(table(flow))
        .containsExactly(
            "1|1|2|a", "1|2|5|b", "2|1|4|null", "2|4|null|", "3|1|1|gone", "3|6|null|y");
    says(flow, "1,7,0,b,false");
    pipeline.run("r4");
    pipeline.run("r4");
    assertThat(table(flow)).contains("1|2|5|b", "1|7|null|b");
    agree(flow);
    says(flow, "1,null,0,c,false");
    assertThatThrownBy(() -> pipeline.run("r5")).isInstanceOf(DataException.class);
    agree(flow);
  }

  @Test
  void whatComesLateFindsItsPlaceOrIsRefused() throws Exception {
    var flow = TableFlow.of(world, directory, "late", TABLE);
    var pipeline = versioned(flow, TRACK);
    says(flow, "1,10,0,a,false", "1,20,0,b,false", "2,10,0,a,false", "2,14,0,a,false");
    pipeline.run("r1");
    says(flow, "1,15,0,c,false", "1,5,0,a,false", "2,12,0,a,false", "2,16,0,b,true");
    pipeline.run("r2");
    assertThat(table(flow)).containsExactly("1|15|20|c", "1|20|null|b", "1|5|15|a", "2|10|16|a");
    agree(flow);
    says(flow, "2,13,0,b,false");
    assertThatThrownBy(() -> pipeline.run("r3"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("1 versions of relation rows are valid from an instant within");
    flow.shop("DELETE FROM public.%s WHERE note = 'b' AND id = 2 AND NOT gone");
    pipeline.run("r4");
    agree(flow);
  }

  /** Thousands of rows, late ones and ties among them, against a model of ten lines. */
  @Test
  void theTableIsTheHistoryThatTheDatasetTells() throws Exception {
    var flow = TableFlow.of(world, directory, "many", TABLE);
    var pipeline = versioned(flow, TRACK);
    var random = new Random(39);
    int refused = 0;
    for (int run = 1; run <= 7; run++) {
      for (int i = 0; i < 25; i++) {
        says(
            flow,
            "%d,%d,%d,%s,%s"
                .formatted(
                    random.nextInt(12),
                    random.nextInt(4) == 0 ? random.nextInt(60) : run * 10 + random.nextInt(10),
                    random.nextInt(2),
                    "" + (char) ('a' + random.nextInt(2)),
                    random.nextInt(5) == 0));
      }
      try {
        pipeline.run("r" + run);
      } catch (DataException e) {
        refused++;
        // Only what is not late: what came before, and what is newer than all that.
        flow.shop(
            "DELETE FROM public.%s e WHERE n > (SELECT max(n) - 25 FROM public.%<s) AND at < (SELECT"
                + " max(at) FROM public.%<s o WHERE o.id = e.id AND o.n <= (SELECT max(n) - 25 FROM"
                + " public.%<s))");
        pipeline.run("r" + run + "-again");
      }
      agree(flow);
    }
    assertThat(refused).isBetween(1, 6);
    assertThat(table(flow)).hasSizeGreaterThan(40);
    flow.warehouse("DROP TABLE sales.%s");
    for (var ledger :
        world.warehouse(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'penstock' AND"
                + " table_name LIKE 'ledger_default_many_%'")) {
      flow.warehouse("DROP TABLE penstock." + ledger);
    }
    versioned(flow, TRACK, "backfill: FromLog").run("filled");
    agree(flow);
    var said = deep(flow);
    assertThat(said.code()).as(said.out() + said.err()).isZero();
    flow.warehouse(
        "UPDATE sales.%s SET _penstock_valid_to = _penstock_valid_to - INTERVAL '1 second' WHERE id ="
            + " 11 AND _penstock_valid_to > _penstock_valid_from");
    flow.agrees();
    assertThat(deep(flow).out())
        .contains("VersionsDiffer: Table sales.many in warehouse warehouse holds other versions");
    flow.warehouse("UPDATE sales.%s SET _penstock_valid_to = NULL WHERE id = 11");
    assertThat(deep(flow).out())
        .contains("VersionsBroken: Table sales.many in warehouse warehouse holds");
  }

  @ParameterizedTest
  @ValueSource(strings = {Checkpoints.STAGED, Checkpoints.COMMITTED})
  void aDeathIsOverAfterTheRetryOrTheNextRun(String point) throws Exception {
    var flow =
        TableFlow.of(
            world, directory, "kept_" + point.toLowerCase(Locale.ROOT).replace('-', '_'), TABLE);
    var pipeline = versioned(flow, TRACK);
    says(flow, "1,1,0,a,false");
    pipeline.run("r1");
    says(flow, "1,2,0,b,false");
    TableFlow.killed(pipeline, "r2", point);
    assertThat(table(flow)).containsExactly("1|1|null|a");
    pipeline.run("r2");
    assertThat(table(flow)).containsExactly("1|1|2|a", "1|2|null|b");
    says(flow, "1,3,0,a,false");
    TableFlow.killed(pipeline, "r3", point);
    pipeline.run("r4");
    assertThat(table(flow)).containsExactly("1|1|2|a", "1|2|3|b", "1|3|null|a");
    agree(flow);
  }

  @Test
  void theExampleKeepsTheVersionsOfOrders() throws Exception {
    var example = Files.readString(Path.of("../../examples/order-history.yaml"));
    var pipeline = PipelineFile.written(directory, "order-history", example, world);
    pipeline.run("r1");
    // Old enough to be settled, and within the overlap.
    var moment = "clock_timestamp() - interval '5 minutes'";
    world.inShop(
        "UPDATE public.orders SET clerk = 'another', updated_at = %s WHERE order_id IN (SELECT order_id FROM public.orders ORDER BY 1 LIMIT 2)"
            .formatted(moment),
        "UPDATE public.orders SET status = 'changed', updated_at = %s WHERE order_id = (SELECT max(order_id) FROM public.orders)"
            .formatted(moment));
    pipeline.run("r2");
    assertThat(
            world.warehouse(
                "SELECT COUNT(*) || '|' || COUNT(_penstock_valid_to) || '|' || COUNT(DISTINCT order_id) FROM sales.order_history"))
        .containsExactly("1501|1|1500");
    assertThat(world.objects(keys("sales/order_history/"), "SELECT count(*) FROM dataset"))
        .containsExactly("1503");
  }

  private static List<String> keys(String path) {
    return world.keys(path).stream().filter(key -> key.endsWith(".parquet")).toList();
  }

  /** A column more is a change of what a row says, as soon as it has a value. */
  @Test
  void aNewColumnChangesNoVersionWhileItIsNull() throws Exception {
    var flow =
        TableFlow.of(
            world,
            directory,
            "wider",
            TABLE.replace("n BIGINT GENERATED ALWAYS AS IDENTITY, ", ""));
    var pipeline = versioned(flow);
    says(flow, "1,1,0,a,false", "2,1,0,a,false");
    pipeline.run("r1");
    flow.shop("ALTER TABLE public.%s ADD COLUMN colour TEXT");
    says(flow, "1,2,0,a,false", "2,2,0,a,false");
    flow.shop("UPDATE public.%s SET colour = 'red' WHERE id = 2 AND at > '2026-03-01T00:01:00Z'");
    pipeline.run("r2");
    assertThat(table(flow)).containsExactly("1|1|null|a", "2|1|2|a", "2|2|null|a");
    assertThat(world.warehouse("SELECT colour FROM sales.wider WHERE colour IS NOT NULL"))
        .containsExactly("red");
    flow.agrees();
  }

  /** The warehouse fills it, also where the publish writes a version again. */
  @Test
  void aColumnWithADefaultIsFilledByTheWarehouseAndKeepsWhatItHolds() throws Exception {
    var flow = TableFlow.of(world, directory, "defaulted", TABLE);
    var pipeline = versioned(flow, TRACK);
    says(flow, "1,1,0,a,false");
    pipeline.run("r1");
    flow.warehouse("ALTER TABLE sales.%s ADD COLUMN mark INTEGER NOT NULL DEFAULT 7");
    flow.warehouse("ALTER TABLE sales.%s ADD COLUMN word VARCHAR(9) DEFAULT 'it''s'");
    flow.warehouse("UPDATE sales.%s SET mark = 5, word = NULL");
    says(flow, "1,2,0,b,false");
    pipeline.run("r2");
    assertThat(table(flow)).containsExactly("1|1|2|a", "1|2|null|b");
    assertThat(
            world.warehouse(
                "SELECT note || mark || COALESCE(word, '') FROM sales.defaulted ORDER BY 1"))
        .containsExactly("a5", "b7it's");
    agree(flow);
  }

  /** After the entry nothing may be refused, so what the publish needs is asked before. */
  @Test
  void aUserThatMayMakeNoTemporaryTableIsToldBeforeTheCommit() throws Exception {
    var flow = TableFlow.of(world, directory, "temporary", TABLE);
    var pipeline = versioned(flow, TRACK);
    says(flow, "1,1,0,a,false");
    flow.warehouse("REVOKE TEMP ON DATABASE analytics FROM PUBLIC, loader");
    try {
      assertThatThrownBy(() -> pipeline.run("r1"))
          .hasMessageContaining("The user of warehouse warehouse may make no temporary table");
      assertThat(world.keys("_penstock/default/temporary/log/")).as("entry 0 alone").hasSize(1);
    } finally {
      flow.warehouse("GRANT TEMP ON DATABASE analytics TO PUBLIC, loader");
    }
    pipeline.run("r2");
    agree(flow);
  }

  /** A version that nobody can tell from the one before it in the table is none. */
  @Test
  void aColumnThatTheTableGoesWithoutMakesNoVersion() throws Exception {
    var flow = TableFlow.of(world, directory, "without", TABLE);
    says(flow, "1,1,0,a,false");
    versioned(flow, TRACK).run("r1");
    flow.shop("ALTER TABLE public.%s ADD COLUMN extra INTEGER");
    says(flow, "1,2,0,a,false");
    flow.shop("UPDATE public.%s SET extra = 7 WHERE at > '" + minute("1") + "'");
    var ignoring = "schema: {newColumn: Ignore}";
    assertThatThrownBy(() -> versioned(flow, "track: [extra]", ignoring).run("r2"))
        .hasMessage(
            "Table sales.without has none of the columns whose change is a new version of target rows,"
                + " and schema.newColumn: Ignore leaves them out");
    versioned(flow, "track: [note, extra]", ignoring).run("r3");
    assertThat(table(flow)).containsExactly("1|1|null|a");
    flow.agrees();
    assertThat(deep(flow).code()).isZero();

    flow.warehouse("ALTER TABLE sales.%s ADD COLUMN extra INTEGER");
    versioned(flow, "track: [note, extra]", ignoring).run("r4");
    assertThat(table(flow)).containsExactly("1|1|2|a", "1|2|null|a");
    assertThat(deep(flow).code()).isZero();
  }

  /** Of rows that another mode has left nobody knows from when they were valid. */
  @Test
  void whatWasAppendedBeforeIsRefusedUntilARefresh() throws Exception {
    var flow = TableFlow.of(world, directory, "before_scd2", TABLE);
    says(flow, "1,1,0,a,false", "1,2,0,b,false");
    flow.with("mode: Append").run("r1");
    assertThatThrownBy(() -> versioned(flow, TRACK).run("r2"))
        .hasMessageContaining("Entry 1 of target rows does not keep versions by key id from at on");
    var adopting = TableFlow.of(world, directory, "adopting", TABLE);
    assertThatThrownBy(
            () -> versioned(adopting, TRACK).run("r1", new Wanted.Adopt(Optional.empty())))
        .hasMessageContaining("Target rows keeps versions, and of the rows that adopt keeps");
    versioned(flow, TRACK).run("r3", new Wanted.FullRefresh());
    assertThat(table(flow)).containsExactly("1|1|2|a", "1|2|null|b");
    agree(flow);
    assertThat(
            Penstock.run("plan", "-f", directory.resolve("before_scd2.yaml"), world.connections())
                .out())
        .contains("Scd2 by id, versions valid from at, new when note change, closed by gone");
    assertThat(Files.exists(directory.resolve("before_scd2.yaml"))).isTrue();

    flow.with("mode: Upsert", "key: [id]", "orderBy: [at]");
    assertThat(planned(flow))
        .contains(
            "has columns of mode: Scd2: versions that it kept stay among the rows that come, several"
                + " per key until the key comes again");
    world.inWarehouse(
        "CREATE TABLE sales.was_append AS SELECT id, at, seq, note, gone FROM sales.before_scd2");
    var other = TableFlow.of(world, directory, "was_append", TABLE);
    versioned(other, TRACK);
    assertThat(planned(other)).contains("has kept no versions: if this target has filled it");
  }
}
