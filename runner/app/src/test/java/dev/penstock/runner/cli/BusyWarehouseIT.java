package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.World;
import dev.penstock.runner.report.Span;
import dev.penstock.runner.run.Checkpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A warehouse that refuses for now: the run waits and goes on where it was. */
class BusyWarehouseIT {
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

  /** More often than a warehouse is tried that is gone. */
  private static final int TIMES = 6;

  @Test
  void aPublishThatIsRefusedManyTimesIsRepeatedWithoutReadingAgain() throws Exception {
    var name = "busy_publish";
    var file =
        PipelineFile.written(
            directory, name, Files.readString(Orders.named(directory, name)), world);
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
      var processes = new java.util.ArrayList<Integer>();
      while (rows.next()) {
        processes.add(rows.getInt(1));
      }
      return processes;
    }
  }
}
