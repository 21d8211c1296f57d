package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.World;
import dev.penstock.runner.report.Span;
import dev.penstock.runner.run.Checkpoints;
import dev.penstock.runner.run.Outcome;
import dev.penstock.runner.run.PipelineRun;
import dev.penstock.sandbox.faults.Armed;
import dev.penstock.sandbox.redshift.Manners;
import dev.penstock.sandbox.redshift.faults.Fault;
import dev.penstock.sandbox.redshift.faults.Sessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A warehouse that refuses for now: the run waits and goes on where it was. */
class BusyWarehouseIT {
  @TempDir private static Path directory;
  private static World world;

  @BeforeAll
  static void start() {
    world = World.start(directory, Manners.usual().withConnections(CONNECTIONS));
  }

  @AfterAll
  static void end() {
    world.close();
  }

  /** More often than a warehouse is tried that is gone. */
  private static final int TIMES = 6;

  private static final int CONNECTIONS = 4;

  private static PipelineFile orders(String name) throws Exception {
    return PipelineFile.written(
        directory, name, Files.readString(Orders.named(directory, name)), world);
  }

  private static Sessions sessions(String name) {
    return Sessions.ofApplication("penstock/" + name.replace('_', '-') + "/.*");
  }

  /** {@return how often the run's newest session has committed} */
  private static int commits(String name) {
    return world.warehouse.faults().seen().stream()
        .filter(seen -> sessions(name).application().matcher(seen.application()).matches())
        .toList()
        .getLast()
        .commits();
  }

  /** The next commits of the run, in whatever sessions, are refused. */
  private static void conflict(String name, int times) {
    var faults = world.warehouse.faults();
    faults.when(sessions(name)).onCommit(commits(name) + 1).conflict();
    faults.when(sessions(name)).times(times - 1).onCommit(1).conflict();
  }

  /** Begins a run whose first COPY stands still until the fault is disarmed. */
  private static Armed<Fault> copying(String name) {
    return world.warehouse.faults().when(sessions(name)).onCopyRow(1).delay(Duration.ofMinutes(5));
  }

  private static void fired(Armed<Fault> fault) {
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(fault::fired);
  }

  /** One read brought all rows, each of them once. */
  private static void committedOnce(String name, Outcome outcome) throws Exception {
    assertThat(outcome.byThisAttempt()).isTrue();
    assertThat(outcome.read()).containsEntry("orders", 1_500L).containsEntry("customers", 150L);
    var spans = outcome.receipt().orElseThrow().spans();
    assertThat(spans.stream().map(Span::stage).filter("plan"::equals)).hasSize(1);
    var parts = outcome.entry().targets().getFirst().parts();
    assertThat(spans.stream().map(Span::stage).filter("upload"::equals)).hasSize(parts.size());
    assertThat(
            world.warehouse(
                "SELECT _penstock_commit, count(*), count(DISTINCT order_id) FROM sales.%s GROUP"
                        .formatted(name)
                    + " BY 1"))
        .containsExactly("1|1500|1500");
  }

  @Test
  void aCopyThatConflictsManyTimesIsRepeatedWithoutReadingAgain() throws Exception {
    var name = "busy_copy";
    var attempt = orders(name).attempt("r1", point -> {});
    try (var copying = copying(name);
        var again = new Again();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var run = threads.submit(attempt::execute);
      fired(copying);
      conflict(name, TIMES);
      copying.disarm();
      again.heard("COPY", "1023", TIMES);
      committedOnce(name, run.get());
    }
  }

  @Test
  void aPublishThatConflictsManyTimesIsRepeatedWithoutReadingAgain() throws Exception {
    var name = "busy_conflict";
    try (var again = new Again()) {
      var outcome = at(name, Checkpoints.COMMITTED, () -> conflict(name, TIMES)).execute();
      again.heard("publish", "1023", TIMES);
      committedOnce(name, outcome);
    }
  }

  /** What a lost session has done is found out; nothing is loaded twice. */
  @ParameterizedTest
  @ValueSource(strings = {"before", "after", "within"})
  void aCopyThatIsLostIsResolvedWithoutReadingAgain(String commit) throws Exception {
    var name = "busy_lost_" + commit;
    var attempt = orders(name).attempt("r1", point -> {});
    try (var copying = copying(name);
        var again = new Again();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var run = threads.submit(attempt::execute);
      fired(copying);
      var next = world.warehouse.faults().when(sessions(name)).onCommit(commits(name) + 1);
      switch (commit) {
        case "before" -> next.loseCommit();
        case "after" -> next.loseReply();
        default -> world.warehouse.restart();
      }
      copying.disarm();
      again.heard("COPY", "", 1);
      committedOnce(name, run.get());
    }
  }

  @Test
  void aWarehouseThatIsPausedDuringACopyIsWaitedFor() throws Exception {
    var name = "busy_paused";
    var attempt = orders(name).attempt("r1", point -> {});
    try (var copying = copying(name);
        var again = new Again();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var run = threads.submit(attempt::execute);
      fired(copying);
      world.warehouse.pause();
      try {
        copying.disarm();
        again.heard("COPY", "paused", TIMES);
      } finally {
        world.warehouse.resume();
      }
      committedOnce(name, run.get());
    }
  }

  @Test
  void aWarehouseThatIsPausedBeforeTheRowsAreCountedAndBeforeThePublishIsWaitedFor()
      throws Exception {
    var name = "busy_twice";
    var attempt =
        orders(name)
            .attempt(
                "r1",
                point -> {
                  if (point.equals(Checkpoints.LOADED) || point.equals(Checkpoints.COMMITTED)) {
                    world.warehouse.pause();
                  }
                });
    try (var again = new Again();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var run = threads.submit(attempt::execute);
      again.heard("count", "paused", TIMES);
      world.warehouse.resume();
      again.heard("publish", "paused", TIMES);
      world.warehouse.resume();
      committedOnce(name, run.get());
    } finally {
      world.warehouse.resume();
    }
  }

  @Test
  void aRunWaitsForAFreeConnectionAtItsBeginningAndForItsPublish() throws Exception {
    var name = "busy_full";
    var people = new ArrayList<Connection>();
    people(people);
    var attempt =
        at(
            name,
            Checkpoints.COMMITTED,
            () -> {
              // Its own session goes, and others come before it.
              world.warehouse.pause();
              world.warehouse.resume();
              people(people);
            });
    var limit = "connection limit \"%d\" exceeded for non-bootstrap users".formatted(CONNECTIONS);
    try (var again = new Again();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var run = threads.submit(attempt::execute);
      again.heard("ledger", limit, TIMES);
      leave(people);
      again.heard("publish", limit, TIMES);
      leave(people);
      committedOnce(name, run.get());
    } finally {
      leave(people);
    }
  }

  /** Takes all connections that there are, once those who left are gone. */
  private static void people(List<Connection> people) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptionsInstanceOf(java.sql.SQLException.class)
        .until(() -> people.add(world.session()) && people.size() == CONNECTIONS);
  }

  private static void leave(List<Connection> people) throws Exception {
    for (var person : people) {
      person.close();
    }
    people.clear();
  }

  private static PipelineRun at(String name, String where, Runnable act) throws Exception {
    return orders(name)
        .attempt(
            "r1",
            point -> {
              if (point.equals(where)) {
                act.run();
              }
            });
  }

  @Test
  void aPublishThatIsRefusedManyTimesIsRepeatedWithoutReadingAgain() throws Exception {
    var name = "busy_publish";
    var file = orders(name);
    file.run("r1");
    try (var person = world.session();
        var statement = person.createStatement();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      person.setAutoCommit(false);
      var attempt =
          file.attempt(
              "r2",
              point -> {
                if (point.equals(Checkpoints.COMMITTED)) {
                  // A writer makes the publish wait.
                  execute(statement, "DELETE FROM sales.busy_publish WHERE order_id < 0");
                }
              });
      var run = threads.submit(attempt::execute);
      for (int i = 0; i < TIMES; i++) {
        var waiting = waiting();
        assertThat(world.warehouse("SELECT count(*) FROM sales.busy_publish"))
            .as("readers go on")
            .containsExactly("1500");
        world.warehouse("SELECT pg_terminate_backend(%d)".formatted(waiting));
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> !processes(world.session()).contains(waiting));
      }
      waiting();
      person.rollback();
      var outcome = run.get();
      assertThat(outcome.byThisAttempt()).isTrue();
      var spans = outcome.receipt().orElseThrow().spans();
      assertThat(spans.stream().map(Span::stage).filter("plan"::equals)).hasSize(1);
      assertThat(outcome.read()).containsEntry("orders", 1_500L);
    }
    assertThat(
            world.warehouse(
                "SELECT _penstock_commit, count(*) FROM sales.busy_publish GROUP BY 1 ORDER BY 1"))
        .containsExactly("1|1500", "2|1500");
  }

  @Test
  void aStagingTableThatADeadAttemptsSessionHoldsStopsNoRun() throws Exception {
    var name = "busy_held";
    var before = staging();
    var dying =
        at(
            name,
            Checkpoints.LOADED,
            () -> {
              throw new Killed();
            });
    assertThatThrownBy(dying::execute).isInstanceOf(Killed.class);
    var left = staging();
    left.removeAll(before);
    assertThat(left).hasSize(1);
    try (var session = world.session();
        var statement = session.createStatement()) {
      session.setAutoCommit(false);
      statement.execute("LOCK TABLE " + left.getFirst());
      committedOnce(name, orders(name).attempt("r1", point -> {}).execute());
      session.rollback();
    }
    assertThat(staging()).as("it is left where it is").containsAll(left);
    orders(name).run("r2");
    assertThat(staging()).as("a later run sweeps it").doesNotContainAnyElementsOf(left);
  }

  private static final class Killed extends Error {}

  private static List<String> staging() throws Exception {
    return new ArrayList<>(
        world.warehouse(
            "SELECT table_schema || '.' || table_name FROM information_schema.tables WHERE"
                + " table_name LIKE 'stg_%'"));
  }

  private static void execute(java.sql.Statement statement, String sql) {
    try {
      statement.execute(sql);
    } catch (java.sql.SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until a session waits for a lock; {@return its process} */
  private static int waiting() {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                processes(world.session()).stream()
                    .filter(world.warehouse::waitsForALock)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static List<Integer> processes(Connection session) throws Exception {
    try (session;
        var statement = session.createStatement();
        var rows = statement.executeQuery("SELECT process FROM stv_sessions")) {
      var processes = new ArrayList<Integer>();
      while (rows.next()) {
        processes.add(rows.getInt(1));
      }
      return processes;
    }
  }
}
