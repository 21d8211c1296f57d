package dev.penstock.runner.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.commit.Entry.Operation;
import dev.penstock.runner.commit.Faults.When;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every place at which a process can die whose rows take the place of all others. */
class ReplaceCrashTest {
  private static SimulatedWorld loaded() {
    var world = new SimulatedWorld();
    world.process("r1", "attempt-0", Faults.none()).replace();
    world.process("r2", "attempt-1", Faults.none()).replace();
    world.holdsExactly("r2");
    return world;
  }

  private static int effects() {
    var faults = Faults.none();
    loaded().process("r3", "attempt-x", faults).replace();
    return faults.seen();
  }

  private static void survive(SimulatedWorld world, String attempt, Faults faults) {
    try {
      world.process("r3", attempt, faults).replace();
    } catch (Faults.Crash e) {
      assertThat(faults.crashed()).isTrue();
    }
  }

  private static boolean stands(SimulatedWorld world) {
    return world.log().stream().anyMatch(entry -> entry.of(SimulatedWorld.run("r3")));
  }

  @ParameterizedTest
  @EnumSource
  void anyDeathIsOverAfterTheRetry(When when) {
    int effects = effects();
    assertThat(effects).isGreaterThan(20);
    for (int at = 0; at < effects; at++) {
      var world = loaded();
      survive(world, "attempt-2", Faults.crash(at, when));
      world.process("r3", "attempt-3", Faults.none()).replace();
      world.holdsExactly("r3");
      world.isClean();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRetryThatDiesAnywhereAsWellChangesNothing(When when) {
    int effects = effects();
    for (int first = 0; first < effects; first++) {
      for (int second = 0; second < effects; second++) {
        var world = loaded();
        survive(world, "attempt-2", Faults.crash(first, when));
        survive(world, "attempt-3", Faults.crash(second, when));
        world.process("r3", "attempt-4", Faults.none()).replace();
        world.holdsExactly("r3");
      }
    }
  }

  /** It appends, so it shows what it found. */
  @ParameterizedTest
  @EnumSource
  void anotherRunFinishesADeadOneOrNeverSeesIt(When when) {
    int effects = effects();
    for (int at = 0; at < effects; at++) {
      var world = loaded();
      survive(world, "attempt-2", Faults.crash(at, when));
      boolean stands = stands(world);
      world.process("r4", "attempt-3", Faults.none()).work();
      world.holdsExactly(stands ? "r3" : "r2", "r4");
      world.isClean();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDirectoryNeverShowsFewerRowsThanBeforeOrAfter(When when) {
    int effects = effects();
    for (int at = 0; at < effects; at++) {
      var world = loaded();
      var before = world.dataset();
      survive(world, "attempt-2", Faults.crash(at, when));
      var shown = world.dataset();
      assertThat(shown.containsAll(before) || shown.containsAll(List.of("r3#0", "r3#1", "r3#2")))
          .as("%s", shown)
          .isTrue();
    }
  }

  /** Only the newest one has its parts, and it needs no other. */
  @Test
  void aTableIsFilledFromTheLogByTheNewestAlone() {
    var world = loaded();
    world.warehouse.tables.remove("sales.orders");
    world.warehouse.positions.remove("orders");
    world.process("r4", "attempt-2", Faults.none()).work(Operation.APPEND, true);
    world.holdsExactly("r2", "r4");
  }

  /** A warehouse that was restored takes it however far it has come. */
  @Test
  void aTableThatWasRestoredLacksOnlyTheNewest() {
    var world = new SimulatedWorld();
    world.process("r1", "attempt-0", Faults.none()).replace();
    var rows = List.copyOf(world.warehouse.tables.get("sales.orders"));
    world.process("r2", "attempt-1", Faults.none()).replace();
    world.process("r3", "attempt-2", Faults.none()).replace();
    world.warehouse.tables.put("sales.orders", rows);
    world.warehouse.positions.put("orders", new Ledger.Position(world.log().getFirst().log(), 1));
    world.process("r4", "attempt-3", Faults.none()).work();
    world.holdsExactly("r3", "r4");
  }
}
