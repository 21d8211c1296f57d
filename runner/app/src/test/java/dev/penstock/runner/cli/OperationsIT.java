package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Wanted;
import dev.penstock.runner.World;
import dev.penstock.runner.run.Checkpoints;
import dev.penstock.runner.spi.ConfigurationException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that replace, keep, fill or read again, over a real store and a warehouse. */
class OperationsIT {
  private static final Wanted REFRESH = new Wanted.FullRefresh();

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
      flow.shop(
          "CREATE TABLE public.%s (id BIGINT PRIMARY KEY, note TEXT, at TIMESTAMPTZ NOT NULL)");
      flow.shop(
          "INSERT INTO public.%s VALUES (1, 'one', '2026-01-01'), (2, 'two', '2026-01-02'),"
              + " (3, 'three', '2026-01-03')");
      return flow;
    }

    void shop(String sql) throws Exception {
      world.inShop(sql.formatted(name));
    }

    void warehouse(String sql) throws Exception {
      world.inWarehouse(sql.formatted(name));
    }

    PipelineFile with(String targets) throws Exception {
      return PipelineFile.written(
          directory,
          name,
          """
          apiVersion: penstock.dev/v1alpha1
          kind: EtlPipeline
          metadata:
            name: %1$s
          spec:
            store: {connection: lake}
            sources:
              - name: rows
                connection: shop-db
                table:
                  name: public.%1$s
                  incremental: {column: at, key: [id], settle: 0s, overlap: 1h}
            targets:
          %2$s
          """
              .formatted(name, targets.formatted(name).indent(4)),
          world);
    }

    PipelineFile appending() throws Exception {
      return with(
          """
          - name: rows
            from: rows
            s3: {connection: lake, path: sales/%1$s}
            redshift: {connection: warehouse, table: sales.%1$s}
          """);
    }

    NotedRows rows() {
      return new NotedRows(world, name);
    }
  }

  private static void killed(PipelineFile pipeline, String run, Wanted wanted) {
    assertThatThrownBy(() ->
            pipeline
                .attempt(
                    run,
                    wanted,
                    point -> {
                      if (point.equals(Checkpoints.COMMITTED)) {
                        throw new Killed();
                      }
                    })
                .execute())
        .isInstanceOf(Killed.class);
  }

  private static void mismatch(
      PipelineFile pipeline, String run, String message, String... nextSteps) {
    assertThatThrownBy(() -> pipeline.run(run))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> {
              assertThat(e.reason()).hasToString("HistoryMismatch");
              assertThat(e.message()).isEqualTo(message);
              assertThat(e.nextStep()).contains(nextSteps);
            });
  }

  @Test
  void aRefreshReplacesBothSidesAndBeginsTheIncrementsAnew() throws Exception {
    var flow = Flow.of("refreshed");
    var pipeline = flow.appending();
    pipeline.run("r1");
    flow.warehouse("CREATE VIEW sales.seen AS SELECT id FROM sales.%s");
    flow.shop("DELETE FROM public.%s WHERE id = 1");
    flow.shop("UPDATE public.%s SET note = 'zwei', at = clock_timestamp() WHERE id = 2");
    pipeline.run("r2");
    flow.rows().hold("1|one|1", "2|two|1", "2|zwei|2", "3|three|1");

    var outcome = pipeline.run("r3", REFRESH);
    assertThat(outcome.targets().getFirst().rows()).isEqualTo(2);
    flow.rows().hold("2|zwei|3", "3|three|3");
    assertThat(world.warehouse("SELECT id FROM sales.seen ORDER BY 1")).containsExactly("2", "3");

    flow.shop("INSERT INTO public.%s VALUES (4, 'four', clock_timestamp())");
    pipeline.run("r4");
    flow.rows().hold("2|zwei|3", "3|three|3", "4|four|4");
    pipeline.run("r5", REFRESH);
    pipeline.run("r5", REFRESH);
    flow.rows().hold("2|zwei|5", "3|three|5", "4|four|5");
    assertThat(world.keys("_penstock/default/refreshed/parts/"))
        .allMatch(key -> key.contains("/tail-"));
  }

  @Test
  void aRefreshThatDiesAfterItsEntryIsFinishedByTheNextRun() throws Exception {
    var flow = Flow.of("interrupted");
    var pipeline = flow.appending();
    pipeline.run("r1");
    flow.shop("DELETE FROM public.%s WHERE id < 3");
    killed(pipeline, "r2", REFRESH);
    flow.rows().hold("1|one|1", "2|two|1", "3|three|1");
    flow.shop("INSERT INTO public.%s VALUES (4, 'four', clock_timestamp())");
    pipeline.run("r3");
    flow.rows().hold("3|three|2", "4|four|3");
    assertThat(pipeline.run("r2", REFRESH).byThisAttempt()).isFalse();
    flow.rows().hold("3|three|2", "4|four|3");
  }

  @Test
  void aRefreshMakesATableAgainThatIsGone() throws Exception {
    var flow = Flow.of("dropped");
    var pipeline = flow.appending();
    pipeline.run("r1");
    flow.warehouse("DROP TABLE sales.%s");
    mismatch(
        pipeline,
        "r2",
        "Table sales.dropped in warehouse warehouse is gone, and its ledger says that it got 3 rows",
        "fullRefresh",
        "restore the table");
    // A refresh that dies before its entry leaves no empty table, which would hide the loss.
    assertThatThrownBy(() ->
            pipeline
                .attempt(
                    "r3",
                    REFRESH,
                    point -> {
                      throw new Killed();
                    })
                .execute())
        .isInstanceOf(Killed.class);
    assertThatThrownBy(() -> pipeline.run("r4")).hasMessageContaining("is gone");
    pipeline.run("r3", REFRESH);
    flow.rows().hold("1|one|2", "2|two|2", "3|three|2");
  }

  @Test
  void aFullTableIsKeptByAdoptAndGoesOnFromItsWatermark() throws Exception {
    var flow = Flow.of("migrated");
    var pipeline = flow.appending();
    flow.warehouse("CREATE SCHEMA IF NOT EXISTS sales");
    flow.warehouse(
        "CREATE TABLE sales.%s (id BIGINT, note VARCHAR(20), at TIMESTAMPTZ,"
            + " _penstock_commit BIGINT)");
    flow.warehouse(
        "INSERT INTO sales.%s VALUES (1, 'old', '2026-01-01'), (2, 'old', '2026-01-02')");
    mismatch(
        pipeline,
        "r1",
        "Table sales.migrated in warehouse warehouse holds rows that this pipeline's log does not"
            + " know",
        "fullRefresh",
        "adopt");
    var adopt = new Wanted.Adopt(Optional.of(Instant.parse("2026-01-02T00:00:00Z")));
    killed(pipeline, "r2", adopt);
    assertThat(pipeline.run("r2", adopt).entry().number()).isEqualTo(1);
    pipeline.run("r3");
    assertThat(flow.rows().table()).containsExactly("1|old|null", "2|old|null", "3|three|2");
    assertThat(flow.rows().dataset()).containsExactly("3|three|2");
    flow.warehouse("DROP TABLE sales.%s");
    assertThatThrownBy(() -> pipeline.run("r4")).hasMessageContaining("got 3 rows");
    assertThatThrownBy(() -> pipeline.run("r5", new Wanted.Adopt(Optional.empty())))
        .hasMessage("Pipeline migrated has an incremental source, and adopt has no watermark");
  }

  @Test
  void aTableThatComesLateIsFilledFromTheLog() throws Exception {
    var flow = Flow.of("late");
    var dataset =
        """
        - name: rows
          from: rows
          s3: {connection: lake, path: sales/%1$s}
        """;
    var both =
        dataset
            + "  redshift: {connection: warehouse, table: sales.%1$s, distKey: id}\n"
            + "  backfill: FromLog\n";
    flow.with(dataset).run("r1");
    flow.shop("INSERT INTO public.%s VALUES (4, 'a longer note than any', clock_timestamp())");
    flow.with(dataset).run("r2");
    flow.shop("DELETE FROM public.%s");
    flow.with(both).run("r3");
    flow.rows().hold("1|one|1", "2|two|1", "3|three|1", "4|a longer note than any|2");

    // The warehouse is gone as a whole, and made again from the log.
    flow.warehouse("DROP TABLE sales.%s");
    for (var table :
        world.warehouse(
            "SELECT table_name FROM information_schema.tables WHERE table_name LIKE"
                + " 'ledger_default_late%'")) {
      flow.warehouse("DROP TABLE penstock." + table);
    }
    flow.shop("INSERT INTO public.%s VALUES (5, 'five', clock_timestamp())");
    flow.with(both).run("r4");
    flow.rows().hold("1|one|1", "2|two|1", "3|three|1", "4|a longer note than any|2", "5|five|4");
  }

  @Test
  void aTableThatComesLateHasTheColumnsThatCameLate() throws Exception {
    var flow = Flow.of("widened");
    var dataset =
        """
        - name: rows
          from: rows
          s3: {connection: lake, path: sales/%1$s}
        """;
    flow.with(dataset).run("r1");
    flow.shop("ALTER TABLE public.%s ADD COLUMN kind TEXT");
    flow.shop("INSERT INTO public.%s VALUES (4, 'four', clock_timestamp(), 'new')");
    flow.with(dataset).run("r2");
    flow.shop("ALTER TABLE public.%s ADD COLUMN shelf TEXT");
    var both =
        flow.with(
            dataset
                + "  redshift: {connection: warehouse, table: sales.%1$s, sortKey: [shelf, kind]}\n"
                + "  backfill: FromLog\n");
    both.run("r3");
    assertThat(
            world.warehouse(
                "SELECT id, kind, _penstock_commit FROM sales.widened ORDER BY 1, 2, 3"))
        .containsExactly("1|null|1", "2|null|1", "3|null|1", "4|new|2");
    assertThat(world.warehouse("SELECT COUNT(shelf) FROM sales.widened")).containsExactly("0");
    flow.rows().hold("1|one|1", "2|two|1", "3|three|1", "4|four|2");
  }

  @Test
  void aTargetThatIsAbandonedAndComesBackIsANewOne() throws Exception {
    var flow = Flow.of("returned");
    var one =
        """
        - name: kept
          from: rows
          s3: {connection: lake, path: sales/kept}
        """;
    var two =
        one
            + """
            - name: rows
              from: rows
              s3: {connection: lake, path: sales/%1$s}
              redshift: {connection: warehouse, table: sales.%1$s}
            """;
    flow.with(two).run("r1");
    assertThat(flow.with(one).run("r2").entry().abandoned()).containsExactly("rows");
    mismatch(
        flow.with(two),
        "r3",
        "Table sales.returned in warehouse warehouse holds rows that this pipeline's log does not"
            + " know",
        "fullRefresh");
    flow.with(two).run("r4", REFRESH);
    flow.rows().hold("1|one|3", "2|two|3", "3|three|3");
    var log =
        Penstock.run(
            "log",
            "-f",
            directory.resolve("returned.yaml").toString(),
            "-f",
            world.connections().toString());
    assertThat(log.out().lines().toList())
        .anyMatch(line -> line.matches(" +3 .* replaceAll +kept +3 .*"))
        .anyMatch(line -> line.matches(" +abandon +rows *.*"));
  }

  @Test
  void aWindowIsReadAgainAndLeavesTheWatermark() throws Exception {
    var flow = Flow.of("windowed");
    var pipeline =
        flow.with(
            """
            - name: rows
              from: rows
              mode: Upsert
              key: [id]
              s3: {connection: lake, path: sales/%1$s}
              redshift: {connection: warehouse, table: sales.%1$s}
            """);
    var first = pipeline.run("r1").entry();
    flow.shop("UPDATE public.%s SET note = 'corrected ' || id");
    var second =
        pipeline
            .run(
                "r2",
                new Wanted.Window(
                    Instant.parse("2026-01-02T00:00:00Z"), Instant.parse("2026-01-03T00:00:00Z")))
            .entry();
    assertThat(second.watermarks()).isEqualTo(first.watermarks());
    assertThat(flow.rows().table()).containsExactly("1|one|1", "2|corrected 2|2", "3|three|1");
    assertThat(flow.rows().dataset())
        .containsExactly("1|one|1", "2|corrected 2|2", "2|two|1", "3|three|1");
    assertThatThrownBy(() ->
            Flow.of("added").appending().run("r3", new Wanted.Window(Instant.EPOCH, Instant.MAX)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("Target rows adds rows, so the rows of the window would be there twice");
  }
}
