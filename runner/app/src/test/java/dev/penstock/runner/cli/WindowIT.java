package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Wanted;
import dev.penstock.runner.World;
import dev.penstock.runner.report.Receipt;
import dev.penstock.runner.run.Checkpoints;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets of which each run replaces whole days, over a real store and a warehouse. */
class WindowIT {
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

  private static TableFlow flow(String name) throws Exception {
    return TableFlow.of(
        world,
        directory,
        name,
        "CREATE TABLE public.%s (id BIGINT PRIMARY KEY, note TEXT, day DATE)",
        "INSERT INTO public.%s VALUES (1, 'a', '2026-03-01'), (2, 'b', '2026-03-02'), (3, 'c',"
            + " '2026-03-02'), (4, 'd', '2026-03-03')");
  }

  private static PipelineFile windowed(TableFlow flow, String... more) throws Exception {
    return flow.with(
        Stream.concat(Stream.of("mode: Window", "window: {column: day}"), Stream.of(more))
            .toArray(String[]::new));
  }

  private static Wanted asked(String from, String to) {
    return new Wanted.Window(Instant.parse(from + "T00:00:00Z"), Instant.parse(to + "T00:00:00Z"));
  }

  private static List<String> keys(TableFlow flow) {
    return world.keys("sales/" + flow.name() + "/").stream()
        .filter(key -> key.endsWith(".parquet"))
        .toList();
  }

  private static void dropTable(TableFlow flow) throws Exception {
    var ledger =
        world
            .warehouse(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'penstock' AND"
                    + " table_name LIKE 'ledger_default_%s_%%'".formatted(flow.name()))
            .getFirst();
    flow.warehouse("DROP TABLE sales.%s");
    flow.warehouse("DROP TABLE penstock." + ledger);
  }

  @Test
  void theDaysOfTheRowsAreReplacedAndOthersStay() throws Exception {
    var flow = flow("days");
    var pipeline = windowed(flow);
    pipeline.run("r1");
    flow.rows().hold("1|a|1", "2|b|1", "3|c|1", "4|d|1");
    assertThat(keys(flow)).allMatch(key -> key.contains("/p_day=2026-03-0")).hasSize(3);
    // As a source whose older days are archived: only one day is left, with fewer rows.
    flow.shop("DELETE FROM public.%s WHERE id <> 3");
    flow.shop("UPDATE public.%s SET note = 'cc'");
    pipeline.run("r2");
    pipeline.run("r2");
    flow.rows().hold("1|a|1", "3|cc|2", "4|d|1");
    assertThat(keys(flow)).hasSize(3);
    flow.agrees();
    flow.shop("DELETE FROM public.%s");
    pipeline.run("r3");
    flow.rows().hold("1|a|1", "3|cc|2", "4|d|1");
    flow.agrees();
    dropTable(flow);
    var filling = windowed(flow, "backfill: FromLog");
    filling.run("r4");
    flow.rows().hold("1|a|1", "3|cc|2", "4|d|1");
    flow.agrees();
  }

  @Test
  void theDaysThatWereAskedForAreReplacedWhole() throws Exception {
    var flow = flow("asked");
    windowed(flow).run("r1");
    // The source brings a row of another day, too, which is changed there: it is left alone.
    flow.shop("UPDATE public.%s SET note = note || '!'");
    windowed(flow).run("r2", asked("2026-03-01", "2026-03-03"));
    flow.rows().hold("1|a!|2", "2|b!|2", "3|c!|2", "4|d|1");
    flow.shop("UPDATE public.%s SET note = left(note, 1)");
    flow.shop("DELETE FROM public.%s WHERE id IN (1, 3)");
    windowed(flow).run("r3", asked("2026-03-01", "2026-03-03"));
    flow.rows().hold("2|b|3", "4|d|1");
    flow.agrees();
    flow.shop("DELETE FROM public.%s");
    assertThatThrownBy(() -> windowed(flow).run("r4", asked("2026-03-02", "2026-03-03")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("would hold nothing else of the window");
    windowed(flow, "allowEmpty: true").run("r5", asked("2026-03-02", "2026-03-03"));
    flow.rows().hold("4|d|1");
    flow.agrees();
    assertThatThrownBy(() ->
            windowed(flow)
                .run(
                    "r6",
                    new Wanted.Window(
                        Instant.parse("2026-03-02T01:00:00Z"),
                        Instant.parse("2026-03-03T00:00:00Z"))))
        .hasMessageContaining("Target rows replaces whole days");
  }

  /** Of rows of other days neither the values are counted nor the checks asked. */
  @Test
  void whatIsLeftOutIsNotJudged() throws Exception {
    var flow = flow("left");
    flow.shop("UPDATE public.%s SET note = 'long'");
    var outcome =
        windowed(flow, "columns: [{name: note, tooLong: SetNull, maxBytes: 4}]")
            .run("r1", asked("2026-03-02", "2026-03-03"));
    flow.rows().hold("2|long|1", "3|long|1");
    flow.shop("UPDATE public.%s SET note = 'longer'");
    outcome =
        windowed(flow, "columns: [{name: note, tooLong: SetNull, maxBytes: 4}]")
            .run("r2", asked("2026-03-02", "2026-03-03"));
    assertThat(outcome.receipt().orElseThrow().values())
        .containsExactly(new Receipt.OfValues("target rows", "note", "setNull", 2));
    flow.shop("UPDATE public.%s SET day = NULL WHERE id = 4");
    assertThatThrownBy(() -> windowed(flow).run("r3", asked("2026-03-02", "2026-03-03")))
        .isInstanceOf(DataException.class);
    flow.agrees();
  }

  /** Another target takes the rows that the days leave out. */
  @Test
  void whatAnotherTargetOfTheRelationTakesIsJudged() throws Exception {
    var flow = flow("beside");
    var pipeline =
        PipelineFile.written(
            directory,
            "beside",
            """
            apiVersion: penstock.dev/v1alpha1
            kind: EtlPipeline
            metadata: {name: beside}
            spec:
              store: {connection: lake}
              sources:
                - name: rows
                  connection: shop-db
                  table: {name: public.beside}
              checks:
                - {name: good, relation: rows, expect: {sql: "note <> 'd'"}}
              targets:
                - name: days
                  from: rows
                  mode: Window
                  window: {column: day}
                  s3: {connection: lake, path: sales/beside_days}
                - name: all
                  from: rows
                  mode: Replace
                  s3: {connection: lake, path: sales/beside_all}
            """,
            world);
    assertThatThrownBy(() -> pipeline.run("r1", asked("2026-03-02", "2026-03-03")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("good");
    flow.shop("UPDATE public.%s SET note = 'e' WHERE id = 4");
    var outcome = pipeline.run("r2", asked("2026-03-02", "2026-03-03"));
    assertThat(outcome.entry().targets())
        .extracting(target -> target.rows())
        .containsExactly(2L, 4L);
  }

  @Test
  void aTableWithoutTheDaysIsRefusedBeforeAnyRowIsRead() throws Exception {
    var flow = flow("dayless");
    flow.warehouse("CREATE SCHEMA IF NOT EXISTS sales");
    flow.warehouse("CREATE TABLE sales.%s (id BIGINT, note VARCHAR(99), _penstock_commit BIGINT)");
    var pipeline = windowed(flow, "schema: {newColumn: Ignore}");
    assertThatThrownBy(() -> pipeline.run("r1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("goes without column day, by which its days are told");
    assertThat(world.keys("").stream().filter(key -> key.contains("/dayless/parts/"))).isEmpty();
    var said =
        Penstock.run(
            "plan",
            "-f",
            directory.resolve("dayless.yaml"),
            world.connections(),
            "--connect",
            "--memory",
            "1Gi");
    assertThat(said.out() + said.err()).contains("goes without column day");
  }

  @Test
  void aRowOfNoDayIsRefused() throws Exception {
    var flow = flow("lacking");
    flow.shop("INSERT INTO public.%s VALUES (5, 'e', NULL)");
    assertThatThrownBy(() -> windowed(flow).run("r1")).isInstanceOf(DataException.class);
    assertThat(keys(flow)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {Checkpoints.STAGED, Checkpoints.COMMITTED})
  void aDeathIsOverAfterTheRetryOrTheNextRun(String point) throws Exception {
    var flow = flow("died_" + point.toLowerCase(java.util.Locale.ROOT).replace('-', '_'));
    var pipeline = windowed(flow);
    pipeline.run("r1");
    flow.shop("DELETE FROM public.%s WHERE id IN (1, 2, 4)");
    TableFlow.killed(pipeline, "r2", point);
    flow.rows().hold("1|a|1", "2|b|1", "3|c|1", "4|d|1");
    pipeline.run("r2");
    flow.rows().hold("1|a|1", "3|c|2", "4|d|1");
    TableFlow.killed(pipeline, "r3", point);
    pipeline.run("r4");
    int last = point.equals(Checkpoints.COMMITTED) ? 4 : 3;
    flow.rows().hold("1|a|1", "3|c|" + last, "4|d|1");
    flow.agrees();
  }

  /** Rows of which no part tells the day can not be replaced by day. */
  @Test
  void whatWasAppendedBeforeIsRefused() throws Exception {
    var flow = flow("before");
    var file = directory.resolve("before.yaml");
    windowed(flow);
    var text = Files.readString(file);
    Files.writeString(
        file, text.replace("mode: Window", "mode: Append").replace("window: {column: day}", ""));
    PipelineFile.written(directory, flow.name(), Files.readString(file), world).run("r1");
    assertThatThrownBy(() -> windowed(flow).run("r2"))
        .hasMessageContaining("Entry 1 of target rows does not tell its days by column day");
    windowed(flow).run("r3", new Wanted.FullRefresh());
    flow.rows().hold("1|a|2", "2|b|2", "3|c|2", "4|d|2");
    windowed(flow).run("r4");
    flow.rows().hold("1|a|3", "2|b|3", "3|c|3", "4|d|3");
    flow.agrees();
  }
}
