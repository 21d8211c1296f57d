package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Wanted;
import dev.penstock.runner.Produces;
import dev.penstock.runner.World;
import dev.penstock.runner.run.Checkpoints;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.sandbox.faults.Armed;
import dev.penstock.sandbox.redshift.faults.Fault;
import dev.penstock.sandbox.redshift.faults.Faults;
import dev.penstock.sandbox.redshift.faults.Sessions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that hold what the newest run brought, over a real store and a warehouse. */
class ReplaceIT {
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
        "CREATE TABLE public.%s (id BIGINT PRIMARY KEY, note TEXT)",
        "INSERT INTO public.%s VALUES (1, 'one'), (2, 'two'), (3, 'three')");
  }

  private static PipelineFile replacing(TableFlow flow, String... more) throws Exception {
    return flow.with(
        Stream.concat(Stream.of("mode: Replace"), Stream.of(more)).toArray(String[]::new));
  }

  private static Faults.Seen session(TableFlow flow) {
    return world.warehouse.faults().seen().stream()
        .filter(seen -> sessions(flow).application().matcher(seen.application()).matches())
        .toList()
        .getLast();
  }

  private static Sessions sessions(TableFlow flow) {
    return Sessions.ofApplication("penstock/" + flow.pipeline() + "/.*");
  }

  private static Checkpoints at(String point, Runnable act) {
    return reached -> {
      if (reached.equals(point)) {
        act.run();
      }
    };
  }

  @Test
  void bothSidesHoldWhatTheNewestRunBrought() throws Exception {
    var flow = flow("replaced");
    var pipeline = replacing(flow);
    pipeline.run("r1");
    flow.rows().hold("1|one|1", "2|two|1", "3|three|1");
    flow.shop("DELETE FROM public.%s WHERE id = 1");
    flow.shop("UPDATE public.%s SET note = 'zwei' WHERE id = 2");
    pipeline.run("r2");
    pipeline.run("r2");
    flow.rows().hold("2|zwei|2", "3|three|2");
    assertThat(world.keys("_penstock/default/replaced/parts/")).isEmpty();
    flow.agrees();
    flow.warehouse("INSERT INTO sales.%s VALUES (9, 'stranger', 2)");
    assertThatThrownBy(flow::agrees)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("RowsForeign: Table sales.replaced in warehouse warehouse holds 1");
  }

  /** The table is the same one, so whatever refers to it lives on. */
  @Test
  void viewsAndGrantsSurvive() throws Exception {
    var flow = flow("granted");
    var pipeline = replacing(flow);
    pipeline.run("r1");
    flow.warehouse("CREATE VIEW sales.granted_seen AS SELECT id FROM sales.%s");
    flow.warehouse("GRANT SELECT ON sales.%s TO PUBLIC");
    var table =
        "SELECT CAST(c.oid AS BIGINT), CASE WHEN has_table_privilege('public', 'sales.granted',"
            + " 'SELECT') THEN 'granted' ELSE 'lost' END FROM pg_class c JOIN pg_namespace n ON n.oid"
            + " = c.relnamespace WHERE n.nspname = 'sales' AND c.relname = 'granted'";
    var before = world.warehouse(table);
    flow.shop("DELETE FROM public.%s WHERE id < 3");
    pipeline.run("r2");
    flow.rows().hold("3|three|2");
    assertThat(world.warehouse("SELECT id FROM sales.granted_seen")).containsExactly("3");
    assertThat(world.warehouse(table))
        .isEqualTo(before)
        .singleElement()
        .asString()
        .endsWith("|granted");
  }

  @Produces(Reason.EMPTY_RESULT)
  @Test
  void aSourceWithoutRowsEmptiesNothingUnlessThatIsAllowed() throws Exception {
    var flow = flow("emptied");
    replacing(flow).run("r1");
    flow.shop("DELETE FROM public.%s");
    assertThatThrownBy(() -> replacing(flow).run("r2"))
        .isInstanceOfSatisfying(
            DataException.class,
            e ->
                assertThat(e.line())
                    .isEqualTo(
                        "EmptyResult: Relation rows has no rows, and target rows would hold nothing"
                            + " else. Find out why it is empty, or write allowEmpty: true on the"
                            + " target; nothing was committed."));
    assertThatThrownBy(() -> replacing(flow).run("r3", new Wanted.FullRefresh()))
        .isInstanceOf(DataException.class);
    flow.rows().hold("1|one|1", "2|two|1", "3|three|1");
    replacing(flow, "allowEmpty: true").run("r4");
    flow.rows().hold();
    flow.agrees();
  }

  /** How many messages lie between two tries. */
  private static final int STRIDE = 5;

  /** The session dies after a message that it sends between the entry and the end. */
  @Test
  void aPublishThatLosesItsSessionAnywhereIsWholeOrNothing() throws Exception {
    var flow = flow("cut");
    var pipeline = replacing(flow);
    List<Integer> messages = new ArrayList<>();
    pipeline
        .attempt("r0", at(Checkpoints.COMMITTED, () -> messages.add(session(flow).messages())))
        .execute();
    int steps = session(flow).messages() - messages.getFirst();
    assertThat(session(flow).statements())
        .anyMatch(sql -> sql.startsWith("DELETE FROM \"sales\".\"cut\""));
    assertThat(steps).isGreaterThan(5);
    int fired = 0;
    int runs = 0;
    for (int step = 1; step <= steps; step += STRIDE) {
      runs++;
      flow.shop("UPDATE public.%s SET note = 'step " + step + "'");
      List<Armed<Fault>> armed = new ArrayList<>();
      int after = step;
      pipeline
          .attempt(
              "r" + step,
              at(
                  Checkpoints.COMMITTED,
                  () ->
                      armed.add(
                          world
                              .warehouse
                              .faults()
                              .when(sessions(flow))
                              .afterMessage(session(flow).messages() + after)
                              .dropBackend())))
          .execute();
      fired += armed.getFirst().firings().size();
      armed.getFirst().disarm();
      var note = "step %d|%d".formatted(step, runs + 1);
      flow.rows().hold("1|" + note, "2|" + note, "3|" + note);
    }
    assertThat(fired).isGreaterThan(runs / 2);
    flow.agrees();
  }

  @ParameterizedTest
  @ValueSource(strings = {Checkpoints.LOADED, Checkpoints.STAGED, Checkpoints.COMMITTED})
  void aDeathIsOverAfterTheRetryOrTheNextRun(String point) throws Exception {
    var flow = flow("killed_" + point.toLowerCase(java.util.Locale.ROOT).replace('-', '_'));
    var pipeline = replacing(flow);
    pipeline.run("r1");
    flow.shop("DELETE FROM public.%s WHERE id = 1");
    TableFlow.killed(pipeline, "r2", point);
    flow.rows().hold("1|one|1", "2|two|1", "3|three|1");
    pipeline.run("r2");
    flow.rows().hold("2|two|2", "3|three|2");
    flow.shop("DELETE FROM public.%s WHERE id = 2");
    TableFlow.killed(pipeline, "r3", point);
    pipeline.run("r4");
    int last = point.equals(Checkpoints.COMMITTED) ? 4 : 3;
    flow.rows().hold("3|three|" + last);
    flow.agrees();
  }

  /** Of what came before it nothing is needed, and nothing is there. */
  @Test
  void aLostTableIsFilledFromTheNewestEntryAlone() throws Exception {
    var flow = flow("filled");
    replacing(flow).run("r1");
    flow.shop("DELETE FROM public.%s WHERE id = 1");
    replacing(flow).run("r2");
    var ledger =
        world
            .warehouse(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'penstock' AND"
                    + " table_name LIKE 'ledger_default_filled_%'")
            .getFirst();
    flow.warehouse("DROP TABLE sales.%s");
    flow.warehouse("DROP TABLE penstock." + ledger);
    var filling = replacing(flow, "backfill: FromLog");
    TableFlow.killed(filling, "r3", Checkpoints.STAGED);
    assertThat(flow.rows().table()).containsExactly("2|two|2", "3|three|2");
    filling.run("r3");
    flow.rows().hold("2|two|3", "3|three|3");
    flow.agrees();
  }

  @Test
  void aTableThatIsGoneIsNotMadeAgainInSilence() throws Exception {
    var flow = flow("dropped");
    replacing(flow).run("r1");
    flow.warehouse("DROP TABLE sales.%s");
    assertThatThrownBy(() -> replacing(flow).run("r2"))
        .hasMessageContaining("Table sales.dropped in warehouse warehouse is gone");
    replacing(flow).run("r3", new Wanted.FullRefresh());
    flow.rows().hold("1|one|2", "2|two|2", "3|three|2");
  }
}
