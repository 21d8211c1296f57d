package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Wanted;
import dev.penstock.runner.World;
import dev.penstock.runner.run.Checkpoints;
import dev.penstock.runner.spi.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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

  /** A killed process, as it looks from the outside. */
  private static final class Killed extends Error {}

  /** A table of the shop and the pipeline that reads it, all of one name. */
  private record Flow(String name) {
    static Flow of(String name) throws Exception {
      var flow = new Flow(name);
      flow.shop("CREATE TABLE public.%s (id BIGINT PRIMARY KEY, note TEXT, day DATE)");
      flow.shop(
          "INSERT INTO public.%s VALUES (1, 'a', '2026-03-01'), (2, 'b', '2026-03-02'), (3, 'c',"
              + " '2026-03-02'), (4, 'd', '2026-03-03')");
      return flow;
    }

    void shop(String sql) throws Exception {
      world.inShop(sql.formatted(name));
    }

    void warehouse(String sql) throws Exception {
      world.inWarehouse(sql.formatted(name));
    }

    PipelineFile windowed(String more) throws Exception {
      return PipelineFile.written(
          directory,
          name,
          """
          apiVersion: penstock.dev/v1alpha1
          kind: EtlPipeline
          metadata:
            name: %3$s
          spec:
            store: {connection: lake}
            sources:
              - name: rows
                connection: shop-db
                table: {name: public.%1$s}
            targets:
              - name: rows
                from: rows
                mode: Window
                window: {column: day}
                s3: {connection: lake, path: sales/%1$s}
                redshift: {connection: warehouse, table: sales.%1$s}
                %2$s
          """
              .formatted(name, more, pipeline()),
          world);
    }

    PipelineFile windowed() throws Exception {
      return windowed("");
    }

    NotedRows rows() {
      return new NotedRows(world, name);
    }

    void agrees() throws Exception {
      var said =
          Penstock.run(
              "verify", pipeline(), "-f", directory.resolve(name + ".yaml"), world.connections());
      assertThat(said.code()).as(said.out() + said.err()).isZero();
    }

    String pipeline() {
      return name.replace('_', '-');
    }
  }

  private static Checkpoints at(String point, Runnable act) {
    return reached -> {
      if (reached.equals(point)) {
        act.run();
      }
    };
  }

  private static void killed(PipelineFile pipeline, String run, String point) {
    assertThatThrownBy(() ->
            pipeline
                .attempt(
                    run,
                    at(
                        point,
                        () -> {
                          throw new Killed();
                        }))
                .execute())
        .isInstanceOf(Killed.class);
  }

  private static Wanted asked(String from, String to) {
    return new Wanted.Window(Instant.parse(from + "T00:00:00Z"), Instant.parse(to + "T00:00:00Z"));
  }

  private static List<String> keys(Flow flow) {
    return world.keys("sales/" + flow.name() + "/").stream()
        .filter(key -> key.endsWith(".parquet"))
        .toList();
  }

  private static void dropTable(Flow flow) throws Exception {
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
    var flow = Flow.of("days");
    var pipeline = flow.windowed();
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
    var filling = flow.windowed("backfill: FromLog");
    filling.run("r4");
    flow.rows().hold("1|a|1", "3|cc|2", "4|d|1");
    flow.agrees();
  }

  @Test
  void theDaysThatWereAskedForAreReplacedWhole() throws Exception {
    var flow = Flow.of("asked");
    flow.windowed().run("r1");
    assertThatThrownBy(() -> flow.windowed().run("r2", asked("2026-03-01", "2026-03-03")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "1 rows of relation rows are of other days by day than from 2026-03-01 to before"
                + " 2026-03-03");
    flow.shop("DELETE FROM public.%s WHERE id IN (1, 3, 4)");
    flow.windowed().run("r3", asked("2026-03-01", "2026-03-03"));
    flow.rows().hold("2|b|2", "4|d|1");
    flow.agrees();
    flow.shop("DELETE FROM public.%s");
    assertThatThrownBy(() -> flow.windowed().run("r4", asked("2026-03-02", "2026-03-03")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("would hold nothing else of the window");
    flow.windowed("allowEmpty: true").run("r5", asked("2026-03-02", "2026-03-03"));
    flow.rows().hold("4|d|1");
    flow.agrees();
    assertThatThrownBy(() ->
            flow.windowed()
                .run(
                    "r6",
                    new Wanted.Window(
                        Instant.parse("2026-03-02T01:00:00Z"),
                        Instant.parse("2026-03-03T00:00:00Z"))))
        .hasMessageContaining("Target rows replaces whole days");
  }

  @Test
  void aRowOfNoDayIsRefused() throws Exception {
    var flow = Flow.of("lacking");
    flow.shop("INSERT INTO public.%s VALUES (5, 'e', NULL)");
    assertThatThrownBy(() -> flow.windowed().run("r1")).isInstanceOf(DataException.class);
    assertThat(keys(flow)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {Checkpoints.STAGED, Checkpoints.COMMITTED})
  void aDeathIsOverAfterTheRetryOrTheNextRun(String point) throws Exception {
    var flow = Flow.of("died_" + point.toLowerCase(java.util.Locale.ROOT).replace('-', '_'));
    var pipeline = flow.windowed();
    pipeline.run("r1");
    flow.shop("DELETE FROM public.%s WHERE id IN (1, 2, 4)");
    killed(pipeline, "r2", point);
    flow.rows().hold("1|a|1", "2|b|1", "3|c|1", "4|d|1");
    pipeline.run("r2");
    flow.rows().hold("1|a|1", "3|c|2", "4|d|1");
    killed(pipeline, "r3", point);
    pipeline.run("r4");
    int last = point.equals(Checkpoints.COMMITTED) ? 4 : 3;
    flow.rows().hold("1|a|1", "3|c|" + last, "4|d|1");
    flow.agrees();
  }

  /** Rows of which no part tells the day can not be replaced by day. */
  @Test
  void whatWasAppendedBeforeIsRefused() throws Exception {
    var flow = Flow.of("before");
    var file = directory.resolve("before.yaml");
    flow.windowed();
    var text = Files.readString(file);
    Files.writeString(
        file, text.replace("mode: Window", "mode: Append").replace("window: {column: day}", ""));
    PipelineFile.written(directory, flow.name(), Files.readString(file), world).run("r1");
    assertThatThrownBy(() -> flow.windowed().run("r2"))
        .hasMessageContaining("Entry 1 of target rows does not tell its days by column day");
    flow.windowed().run("r3", new Wanted.FullRefresh());
    flow.rows().hold("1|a|2", "2|b|2", "3|c|2", "4|d|2");
    flow.windowed().run("r4");
    flow.rows().hold("1|a|3", "2|b|3", "3|c|3", "4|d|3");
    flow.agrees();
  }
}
