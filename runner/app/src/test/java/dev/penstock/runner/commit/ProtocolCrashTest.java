package dev.penstock.runner.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.commit.Faults.When;
import dev.penstock.runner.spi.TransientException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every place at which a process can die, each tried once, and pairs of them. */
class ProtocolCrashTest {
  private static int effects(SimulatedWorld world, String run) {
    var faults = Faults.none();
    world.process(run, "attempt-x", faults).work();
    return faults.seen();
  }

  /** {@return whether it came to its end} */
  private static boolean survives(SimulatedWorld world, String run, String attempt, Faults faults) {
    try {
      world.process(run, attempt, faults).work();
      return true;
    } catch (Faults.Crash e) {
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRunThatDiesAnywhereCountsOnceAfterItsRetry(When when) {
    int effects = effects(new SimulatedWorld(), "r1");
    assertThat(effects).isGreaterThan(15);
    for (int at = 0; at < effects; at++) {
      var world = new SimulatedWorld();
      assertThat(survives(world, "r1", "attempt-1", Faults.crash(at, when))).isFalse();
      world.process("r1", "attempt-2", Faults.none()).work();
      world.holdsExactly("r1");
      world.process("r2", "attempt-3", Faults.none()).work();
      world.holdsExactly("r1", "r2");
      world.isClean();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRetryThatDiesAnywhereAsWellChangesNothing(When when) {
    int effects = effects(new SimulatedWorld(), "r1");
    for (int first = 0; first < effects; first++) {
      for (int second = 0; second < effects + 5; second++) {
        var world = new SimulatedWorld();
        survives(world, "r1", "attempt-1", Faults.crash(first, when));
        survives(world, "r1", "attempt-2", Faults.crash(second, when));
        world.process("r1", "attempt-3", Faults.none()).work();
        world.holdsExactly("r1");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherRunPublishesWhatADeadRunCommitted(When when) {
    int effects = effects(new SimulatedWorld(), "r1");
    for (int at = 0; at < effects; at++) {
      var world = new SimulatedWorld();
      survives(world, "r1", "attempt-1", Faults.crash(at, when));
      world.process("r2", "attempt-2", Faults.none()).work();
      if (world.table().contains("r1#0")) {
        world.holdsExactly("r1", "r2");
      } else {
        world.holdsExactly("r2");
      }
      world.process("r1", "attempt-3", Faults.none()).work();
      world.holdsExactly("r1", "r2");
      world.isClean();
    }
  }

  @Test
  void aHungAttemptThatWakesUpAfterItsSuccessorChangesNothing() throws Exception {
    int effects = effects(new SimulatedWorld(), "r1");
    for (int at = 0; at < effects; at++) {
      var world = new SimulatedWorld();
      var hung = hang(world, at);
      var entry = world.process("r1", "attempt-2", Faults.none()).work();
      assertThat(hung.wake())
          .satisfiesAnyOf(
              own -> assertThat(own).isEqualTo(entry),
              // Its staged parts were swept by the successor, so it found no way to go on.
              own -> assertThat(own).isNull());
      world.holdsExactly("r1");
      world.process("r2", "attempt-3", Faults.none()).work();
      world.holdsExactly("r1", "r2");
    }
  }

  @Test
  void aHungAttemptThatWakesUpAfterAnotherRunLosesItsBaseOrHadCommitted() throws Exception {
    int effects = effects(new SimulatedWorld(), "r1");
    for (int at = 0; at < effects; at++) {
      var world = new SimulatedWorld();
      var hung = hang(world, at);
      world.process("r2", "attempt-2", Faults.none()).work();
      hung.wake();
      world.process("r1", "attempt-3", Faults.none()).work();
      world.holdsExactly("r1", "r2");
      world.isClean();
    }
  }

  private record Hung(Faults.Pause pause, CompletableFuture<Entry> entry) {
    /** {@return what it found at last; null: it lost its base} */
    Entry wake() throws Exception {
      pause.resume.countDown();
      try {
        return entry.get();
      } catch (java.util.concurrent.ExecutionException e) {
        assertThat(e.getCause()).isInstanceOf(TransientException.class);
        assertThat(((TransientException) e.getCause()).reason()).hasToString("LostBase");
        return null;
      }
    }
  }

  private static Hung hang(SimulatedWorld world, int at) throws InterruptedException {
    var pause = new Faults.Pause(at);
    var entry = new CompletableFuture<Entry>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            entry.complete(world.process("r1", "attempt-1", pause).work());
          } catch (Throwable e) {
            entry.completeExceptionally(e);
          }
        });
    pause.reached.await();
    return new Hung(pause, entry);
  }
}
