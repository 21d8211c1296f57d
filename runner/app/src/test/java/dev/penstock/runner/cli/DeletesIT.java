package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Wanted;
import dev.penstock.runner.Produces;
import dev.penstock.runner.World;
import dev.penstock.runner.report.Receipt;
import dev.penstock.runner.run.Checkpoints;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Upserts that learn of deletes, over a real store and a warehouse. */
class DeletesIT {
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

  /** Of a table that has versions of rows. */
  private static TableFlow flow(String name) throws Exception {
    return TableFlow.of(
        world,
        directory,
        name,
        "CREATE TABLE public.%s (id BIGINT, note TEXT, at INTEGER, is_deleted BOOLEAN, deleted_at"
            + " TIMESTAMPTZ)");
  }

  private static PipelineFile upserting(TableFlow flow, String... more) throws Exception {
    return flow.with(
        Stream.concat(Stream.of("mode: Upsert", "key: [ID]", "orderBy: [at]"), Stream.of(more))
            .toArray(String[]::new));
  }

  /**
   * Names match but for their case; NULL is no delete; of two versions that tie the delete counts.
   */
  @Test
  void aColumnTellsDeletesAndBirths() throws Exception {
    var flow = flow("flagged");
    var pipeline = upserting(flow, "deletes: {column: Is_Deleted}");
    flow.shop(
        "INSERT INTO public.%s VALUES (1, 'one', 1, NULL), (2, 'two', 1, false), (3, 'three', 1,"
            + " true)");
    pipeline.run("r1");
    assertThat(flow.rows().table()).containsExactly("1|one|1", "2|two|1");
    assertThat(flow.rows().dataset()).containsExactly("1|one|1", "2|two|1", "3|three|1");
    flow.shop(
        "INSERT INTO public.%s VALUES (1, 'gone', 2, true), (2, 'gone', 2, true), (2, 'reborn', 3,"
            + " NULL), (3, 'tie', 1, false)");
    TableFlow.killed(pipeline, "r2", Checkpoints.COMMITTED);
    assertThat(pipeline.run("r2").entry().number()).isEqualTo(2);
    assertThat(flow.rows().table()).containsExactly("2|reborn|2");
    assertThat(flow.rows().dataset()).hasSize(10);
    flow.shop("INSERT INTO public.%s VALUES (1, 'back', 4, false)");
    pipeline.run("r3");
    assertThat(flow.rows().table()).containsExactly("1|back|3", "2|reborn|3");
    flow.shop("UPDATE public.%s SET is_deleted = true");
    var outcome = pipeline.run("r4");
    assertThat(outcome.receipt().orElseThrow().deleted())
        .containsExactly(new Receipt.OfDeleted("rows", 2));
    assertThat(Summary.lines(pipeline.pipeline(), outcome, false))
        .contains("  deleted from the table of target rows: 2 rows");
    assertThat(flow.rows().table()).isEmpty();
    flow.agrees();
  }

  @Test
  void aTableThatIsFilledFromTheLogHoldsNoDeletedKey() throws Exception {
    var flow = flow("dated");
    flow.shop("INSERT INTO public.%s VALUES (1, 'one', 1, NULL, NULL), (2, 'two', 1, NULL, now())");
    var column = "deletes: {column: deleted_at}";
    upserting(flow, column).run("r1");
    flow.shop(
        "INSERT INTO public.%s VALUES (1, 'gone', 2, NULL, now()), (2, 'back', 2, NULL, NULL)");
    upserting(flow, column).run("r2");
    assertThat(flow.rows().table()).containsExactly("2|back|2");
    var ledger =
        world
            .warehouse(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'penstock' AND"
                    + " table_name LIKE 'ledger_default_dated_%'")
            .getFirst();
    flow.warehouse("DROP TABLE sales.%s");
    flow.warehouse("DROP TABLE penstock." + ledger);
    TableFlow.killed(upserting(flow, column, "backfill: FromLog"), "r3", Checkpoints.STAGED);
    assertThat(flow.rows().table()).containsExactly("2|back|2");
    upserting(flow, column, "backfill: FromLog").run("r3");
    assertThat(flow.rows().table()).containsExactly("2|back|3");
    flow.agrees();
  }

  @Produces(Reason.TOO_MANY_DELETES)
  @Test
  void aKeyThatDoesNotComeIsDeletedUpToAShare() throws Exception {
    var flow = flow("absent");
    flow.shop("INSERT INTO public.%s VALUES (1, 'one', 1), (2, 'two', 1), (3, 'three', 1)");
    upserting(flow, "deletes: {absence: {maxPercent: 0}}").run("r1");
    flow.shop("DELETE FROM public.%s WHERE id = 1");
    flow.shop("INSERT INTO public.%s VALUES (2, 'zwei', 2)");
    var tooFew = upserting(flow, "deletes: {absence: {maxPercent: 33}}");
    assertThatThrownBy(() -> tooFew.run("r2"))
        .isInstanceOfSatisfying(
            DataException.class,
            e ->
                assertThat(e.line())
                    .isEqualTo(
                        "TooManyDeletes: Of the 3 rows of table sales.absent, 1 have a key that"
                            + " relation rows did not bring, which is more than the 33 percent that"
                            + " target rows may delete. Find out why they are missing, or raise"
                            + " deletes.absence.maxPercent of the target for one run; nothing was"
                            + " committed."));
    assertThatThrownBy(() -> tooFew.run("r3", new Wanted.FullRefresh()))
        .hasMessageContaining("did not bring");
    flow.rows().hold("1|one|1", "2|two|1", "3|three|1");
    var enough = upserting(flow, "deletes: {absence: {maxPercent: 34}}");
    TableFlow.killed(enough, "r4", Checkpoints.COMMITTED);
    enough.run("r4");
    assertThat(flow.rows().table()).containsExactly("2|zwei|2", "3|three|2");
    assertThat(flow.rows().dataset()).contains("1|one|1", "2|two|2", "2|zwei|2").hasSize(6);
    flow.agrees();
    flow.shop("INSERT INTO public.%s VALUES (1, 'back', 3)");
    enough.run("r5");
    assertThat(flow.rows().table()).containsExactly("1|back|3", "2|zwei|3", "3|three|3");
    flow.shop("DELETE FROM public.%s");
    assertThatThrownBy(() -> upserting(flow, "deletes: {absence: {maxPercent: 100}}").run("r6"))
        .hasMessageContaining("has no rows");
    assertThatThrownBy(() ->
            upserting(flow, "allowEmpty: true", "deletes: {absence: {maxPercent: 99}}").run("r7"))
        .hasMessageContaining("Of the 3 rows of table sales.absent, 3 have");
    upserting(flow, "allowEmpty: true", "deletes: {absence: {maxPercent: 100}}").run("r8");
    assertThat(flow.rows().table()).isEmpty();
    assertThat(flow.rows().dataset()).hasSize(10);
    flow.agrees();
  }

  /** A target per key, each of which refuses when it is the one that may delete too little. */
  @Test
  void keysOfEveryTypeAreMissedAndDeleted() throws Exception {
    var flow =
        TableFlow.of(
            world,
            directory,
            "keys",
            "CREATE TABLE public.%s (n BIGINT, word TEXT, code UUID, day DATE, amount NUMERIC(30,4), at"
                + " TIMESTAMPTZ)",
            "INSERT INTO public.%s SELECT i / 2, chr(64 + i) || 'é', ('00000000-0000-0000-0000-00000000000'"
                + " || i)::uuid, date '2026-02-27' + i, i + 0.5, timestamptz '2026-03-29"
                + " 00:59:59.999999+00' + i * interval '1 hour' FROM generate_series(1, 4) AS i");
    var keys = List.of("n, day", "word", "code", "day", "amount", "at");
    List<Integer> enough = Collections.nCopies(keys.size(), 25);
    keyed(flow, keys, enough).run("r1");
    flow.shop("DELETE FROM public.%s WHERE day = '2026-03-01'");
    for (int i = 0; i < keys.size(); i++) {
      List<Integer> percents = new ArrayList<>(enough);
      percents.set(i, 24);
      var pipeline = keyed(flow, keys, percents);
      int run = 2 + i;
      assertThatThrownBy(() -> pipeline.run("r" + run))
          .as(keys.get(i))
          .isInstanceOfSatisfying(
              DataException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_MANY_DELETES))
          .hasMessageContaining(
              "Of the 4 rows of table sales.keys_%d, 1 have a key that relation rows did not bring"
                  .formatted(i));
    }
    assertThat(keyed(flow, keys, enough).run("r9").receipt().orElseThrow().deleted())
        .hasSize(keys.size())
        .allMatch(of -> of.rows() == 1);
    for (int i = 0; i < keys.size(); i++) {
      assertThat(world.warehouse("SELECT code FROM sales.keys_%d ORDER BY 1".formatted(i)))
          .as(keys.get(i))
          .containsExactly(
              "00000000-0000-0000-0000-000000000001",
              "00000000-0000-0000-0000-000000000003",
              "00000000-0000-0000-0000-000000000004");
    }
    flow.agrees();
  }

  private static PipelineFile keyed(TableFlow flow, List<String> keys, List<Integer> percents)
      throws Exception {
    var targets = new StringBuilder();
    for (int i = 0; i < keys.size(); i++) {
      targets.append(
          """
              - name: by%1$d
                from: rows
                mode: Upsert
                key: [%2$s]
                orderBy: [at]
                deletes: {absence: {maxPercent: %3$d}}
                redshift: {connection: warehouse, table: sales.keys_%1$d}
          """
              .formatted(i, keys.get(i), percents.get(i)));
    }
    return PipelineFile.written(
        directory,
        flow.name(),
        """
        apiVersion: penstock.dev/v1alpha1
        kind: EtlPipeline
        metadata: {name: keys}
        spec:
          store: {connection: lake}
          sources:
            - {name: rows, connection: shop-db, table: {name: public.keys}}
          targets:
        %s\
        """
            .formatted(targets),
        world);
  }
}
