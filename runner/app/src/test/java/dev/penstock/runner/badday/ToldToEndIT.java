package dev.penstock.runner.badday;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.runner.RunnerContract;
import dev.penstock.runner.Produces;
import dev.penstock.runner.World;
import dev.penstock.runner.run.Checkpoints;
import dev.penstock.runner.spi.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGTERM to a process of its own, in each phase; and a process whose scratch can not be used. */
class ToldToEndIT {
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

  private static void cancelled(OwnProcess.Left left) {
    assertThat(left.code()).as(left.log()).isEqualTo(75);
    assertThat(left.message().reason()).isEqualTo("Cancelled");
    assertThat(left.message().nextStep()).contains("again when it is wanted");
    assertThat(left.log()).contains("Cancelled: ").doesNotContain("\tat ");
  }

  @Produces(Reason.CANCELLED)
  @ParameterizedTest
  @ValueSource(strings = {Checkpoints.STAGED, Checkpoints.COMMITTED})
  void aRunThatIsToldToEndSaysSoAndItsNextAttemptFinishesIt(String at) throws Exception {
    var day = BadDay.of(world, directory, "ended_" + at);
    try (var running = OwnProcess.of(day, Map.of("PENSTOCK_PAUSE_AT", at + ":600"))) {
      running.says("event=paused");
      running.terminate();
      var left = running.ends();
      cancelled(left);
      assertThat(left.message().commit()).isEqualTo(at.equals(Checkpoints.COMMITTED) ? 1L : null);
    }
    day.shows(0);
    day.succeeds(1_500);
  }

  @Produces(Reason.CANCELLED)
  @Test
  void aReadThatIsToldToEndSaysSo() throws Exception {
    var day = BadDay.of(world, directory, "ended_reading");
    try (var session = world.shop.connect();
        var statement = session.createStatement()) {
      session.setAutoCommit(false);
      statement.execute("LOCK TABLE public.orders IN ACCESS EXCLUSIVE MODE");
      try (var running = OwnProcess.of(day, Map.of())) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(ToldToEndIT::someoneWaits);
        running.terminate();
        cancelled(running.ends());
      }
    }
    day.shows(0);
    day.succeeds(1_500);
  }

  private static boolean someoneWaits() throws Exception {
    try (var session = world.shop.connect();
        var statement = session.createStatement();
        var result =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")) {
      return result.next() && result.getInt(1) > 0;
    }
  }

  @Produces(Reason.SCRATCH_FULL)
  @Test
  void scratchThatTakesNoDirectoryIsNamed() throws Exception {
    var day = BadDay.of(world, directory, "noscratch");
    var file = Files.createTempFile(directory, "no", "directory");
    try (var running =
        OwnProcess.of(day, Map.of(RunnerContract.SCRATCH, file.resolve("scratch").toString()))) {
      var left = running.ends();
      assertThat(left.code()).as(left.log()).isEqualTo(75);
      assertThat(List.of(left.message().reason(), left.message().message()))
          .containsExactly("ScratchFull", "No directory can be made in " + file.resolve("scratch"));
    }
    day.shows(0);
  }
}
