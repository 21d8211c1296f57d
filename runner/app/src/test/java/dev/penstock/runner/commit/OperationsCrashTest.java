package dev.penstock.runner.commit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.commit.Entry.Operation;
import dev.penstock.runner.commit.Faults.When;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.TransientException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every place at which a process can die that replaces everything, or keeps what is there. */
class OperationsCrashTest {
  private static SimulatedWorld loaded() {
    var world = new SimulatedWorld();
    world.process("r1", "attempt-0", Faults.none()).work();
    world.process("r2", "attempt-1", Faults.none()).work();
    return world;
  }

  private static int effects(SimulatedWorld world, Operation operation) {
    var faults = Faults.none();
    world.process("r3", "attempt-x", faults).work(operation);
    return faults.seen();
  }

  private static void survive(
      SimulatedWorld world, String attempt, Operation operation, Faults faults) {
    try {
      world.process("r3", attempt, faults).work(operation);
    } catch (Faults.Crash e) {
      assertThat(faults.crashed()).isTrue();
    }
  }

  private static boolean stands(SimulatedWorld world) {
    return world.log().stream().anyMatch(entry -> entry.of(SimulatedWorld.run("r3")));
  }

  @ParameterizedTest
  @EnumSource
  void aRefreshThatDiesAnywhereCountsOnceAfterItsRetry(When when) {
    int effects = effects(loaded(), Operation.REPLACE_ALL);
    assertThat(effects).isGreaterThan(20);
    for (int at = 0; at < effects; at++) {
      var world = loaded();
      survive(world, "attempt-2", Operation.REPLACE_ALL, Faults.crash(at, when));
      world.process("r3", "attempt-3", Faults.none()).work(Operation.REPLACE_ALL);
      world.holdsExactly("r3");
      world.process("r4", "attempt-4", Faults.none()).work();
      world.holdsExactly("r3", "r4");
      world.isClean();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRetryOfARefreshThatDiesAnywhereAsWellChangesNothing(When when) {
    int effects = effects(loaded(), Operation.REPLACE_ALL);
    for (int first = 0; first < effects; first++) {
      for (int second = 0; second < effects; second++) {
        var world = loaded();
        survive(world, "attempt-2", Operation.REPLACE_ALL, Faults.crash(first, when));
        survive(world, "attempt-3", Operation.REPLACE_ALL, Faults.crash(second, when));
        world.process("r3", "attempt-4", Faults.none()).work(Operation.REPLACE_ALL);
        world.holdsExactly("r3");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherRunFinishesADeadRefreshOrNeverSeesIt(When when) {
    int effects = effects(loaded(), Operation.REPLACE_ALL);
    for (int at = 0; at < effects; at++) {
      var world = loaded();
      survive(world, "attempt-2", Operation.REPLACE_ALL, Faults.crash(at, when));
      boolean stands = stands(world);
      world.process("r4", "attempt-3", Faults.none()).work();
      if (stands) {
        world.holdsExactly("r3", "r4");
      } else {
        world.holdsExactly("r1", "r2", "r4");
      }
      world.isClean();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDirectoryNeverShowsFewerRowsThanBeforeOrAfterARefresh(When when) {
    int effects = effects(loaded(), Operation.REPLACE_ALL);
    for (int at = 0; at < effects; at++) {
      var world = loaded();
      var before = world.dataset();
      survive(world, "attempt-2", Operation.REPLACE_ALL, Faults.crash(at, when));
      var shown = world.dataset();
      assertThat(shown.containsAll(before) || shown.containsAll(List.of("r3#0", "r3#1", "r3#2")))
          .as("%s", shown)
          .isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAdoptThatDiesAnywhereCountsOnceAfterItsRetry(When when) {
    int effects = effects(adoptable(), Operation.BASELINE);
    for (int at = 0; at < effects; at++) {
      var world = adoptable();
      survive(world, "attempt-2", Operation.BASELINE, Faults.crash(at, when));
      assertThat(world.table()).containsExactly("theirs");
      world.process("r3", "attempt-3", Faults.none()).work(Operation.BASELINE);
      world.process("r4", "attempt-4", Faults.none()).work();
      assertThat(world.table()).containsExactly("r4#0", "r4#1", "r4#2", "theirs");
      assertThat(world.dataset()).containsExactly("r4#0", "r4#1", "r4#2");
    }
  }

  /** Its entry stands and is not published: nothing may be filled from the log before that. */
  @ParameterizedTest
  @EnumSource
  void aRefreshOfFullTablesThatAreFilledFromTheLogIsFinishedByItsRetry(When when) {
    int effects = effects(adoptable(), Operation.REPLACE_ALL);
    for (int at = 0; at < effects; at++) {
      var world = adoptable();
      filling(world, "attempt-2", Operation.REPLACE_ALL, Faults.crash(at, when));
      filling(world, "attempt-3", Operation.REPLACE_ALL, Faults.none());
      world.holdsExactly("r3");
      world.process("r4", "attempt-4", Faults.none()).work(Operation.APPEND, true);
      world.holdsExactly("r3", "r4");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAdoptOfTablesThatAreFilledFromTheLogIsFinishedByItsRetry(When when) {
    int effects = effects(adoptable(), Operation.BASELINE);
    for (int at = 0; at < effects; at++) {
      var world = adoptable();
      filling(world, "attempt-2", Operation.BASELINE, Faults.crash(at, when));
      filling(world, "attempt-3", Operation.BASELINE, Faults.none());
      world.process("r4", "attempt-4", Faults.none()).work(Operation.APPEND, true);
      assertThat(world.table()).containsExactly("r4#0", "r4#1", "r4#2", "theirs");
    }
  }

  private static void filling(
      SimulatedWorld world, String attempt, Operation operation, Faults faults) {
    try {
      world.process("r3", attempt, faults).work(operation, true);
    } catch (Faults.Crash e) {
      assertThat(faults.crashed()).isTrue();
    }
  }

  /** Its claim is of the same log, and says nothing of the objects that it was to keep. */
  @ParameterizedTest
  @EnumSource
  void anAdoptThatDiesAnywhereOpensItsPathToNoOtherRun(When when) {
    int effects = effects(strangers(), Operation.BASELINE);
    int refused = 0;
    for (int at = 0; at < effects; at++) {
      var world = strangers();
      survive(world, "attempt-2", Operation.BASELINE, Faults.crash(at, when));
      if (!stands(world)) {
        assertThatThrownBy(() -> world.process("r4", "attempt-3", Faults.none()).work())
            .isInstanceOf(ConfigurationException.class)
            .hasMessage(
                "Bucket acme-lake holds sales/orders/old.parquet, which this pipeline's log does not"
                    + " know");
        refused++;
      }
      world.process("r3", "attempt-4", Faults.none()).work(Operation.BASELINE);
      world.process("r5", "attempt-5", Faults.none()).work();
      assertThat(world.dataset()).containsExactly("r5#0", "r5#1", "r5#2", "theirs");
    }
    assertThat(refused).isPositive();
  }

  private static SimulatedWorld strangers() {
    var world = new SimulatedWorld();
    world.objects.byKey.put(SimulatedWorld.PATH + "/old.parquet", "theirs".getBytes(UTF_8));
    return world;
  }

  private static SimulatedWorld adoptable() {
    var world = new SimulatedWorld();
    world.warehouse.tables.put("sales.orders", List.of("theirs"));
    return world;
  }

  @Test
  void aHungAttemptThatWakesUpAfterARefreshBringsNothingBack() throws Exception {
    var counted = Faults.none();
    new SimulatedWorld().process("r1", "attempt-x", counted).work();
    for (int at = 0; at < counted.seen(); at++) {
      var world = new SimulatedWorld();
      var pause = new Faults.Pause(at);
      var hung = new CompletableFuture<Entry>();
      Thread.ofVirtual()
          .start(() -> {
            try {
              hung.complete(world.process("r1", "attempt-1", pause).work());
            } catch (Throwable e) {
              hung.completeExceptionally(e);
            }
          });
      pause.reached.await();
      world.process("r2", "attempt-2", Faults.none()).work(Operation.REPLACE_ALL);
      pause.resume.countDown();
      hung.handle(
              (entry, failure) -> {
                assertThat(failure == null || failure instanceof TransientException)
                    .as("%s", failure)
                    .isTrue();
                return true;
              })
          .get();
      // Before it had noted the head it slept through all of it, and comes after.
      boolean after = world.log().getLast().run().equals("r1");
      if (after) {
        world.holdsExactly("r1", "r2");
      } else {
        world.holdsExactly("r2");
      }
    }
  }
}
