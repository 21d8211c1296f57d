package dev.penstock.runner.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.commit.CommittedTarget.Upsert;
import dev.penstock.runner.commit.Faults.When;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every place at which a process can die that adds versions to a table which keeps them. */
class Scd2CrashTest {
  private static final Upsert KEPT =
      new Upsert(
          List.of("id"),
          List.of("changed"),
          Optional.empty(),
          Optional.empty(),
          Optional.of(Upsert.Versions.KEPT));

  /** What {@code r2} says of the instant that {@code r1} has spoken of is taken. */
  private static final List<String> BEFORE = List.of("all|7|r1|null", "r1|1||null");

  private static final List<String> AFTER = List.of("all|7|r2|null", "r1|1||null", "r2|1||null");

  private static SimulatedWorld loaded() {
    var world = new SimulatedWorld();
    world.process("r1", "attempt-0", Faults.none()).upsert(KEPT);
    assertThat(world.current()).isEqualTo(BEFORE);
    return world;
  }

  private static int effects() {
    var faults = Faults.none();
    loaded().process("r2", "attempt-x", faults).upsert(KEPT);
    return faults.seen();
  }

  private static void survive(SimulatedWorld world, Faults faults) {
    try {
      world.process("r2", "attempt-1", faults).upsert(KEPT);
    } catch (Faults.Crash e) {
      assertThat(faults.crashed()).isTrue();
    }
  }

  @Test
  void anyDeathIsOverAfterTheRetry() {
    int effects = effects();
    assertThat(effects).isGreaterThan(20);
    for (var when : When.values()) {
      for (int at = 0; at < effects; at++) {
        var world = loaded();
        survive(world, Faults.crash(at, when));
        assertThat(world.current()).isIn(BEFORE, AFTER);
        world.process("r2", "attempt-2", Faults.none()).upsert(KEPT);
        assertThat(world.current()).isEqualTo(AFTER);
        world.holdsExactly("r1", "r2");
        world.isClean();
      }
    }
  }

  @Test
  void anotherRunFinishesADeadOneOrNeverSeesIt() {
    int effects = effects();
    for (var when : When.values()) {
      for (int at = 0; at < effects; at++) {
        var world = loaded();
        survive(world, Faults.crash(at, when));
        boolean stands = world.log().stream().anyMatch(entry -> entry.of(SimulatedWorld.run("r2")));
        world.process("r3", "attempt-2", Faults.none()).upsert(KEPT);
        world.holdsExactly(stands ? new String[] {"r1", "r2", "r3"} : new String[] {"r1", "r3"});
        assertThat(world.current()).contains("all|7|r3|null", "r3|1||null");
        assertThat(world.current().contains("r2|1||null")).isEqualTo(stands);
      }
    }
  }

  @Test
  void aTableThatIsFilledFromTheLogAgreesWithOneThatFollowedIt() {
    var world = loaded();
    world.process("r2", "attempt-1", Faults.none()).upsert(KEPT);
    assertThat(world.current()).isEqualTo(AFTER);
    world.warehouse.tables.remove("sales.current");
    world.warehouse.positions.remove("current");
    world.process("r3", "attempt-2", Faults.none()).work(Entry.Operation.APPEND, true);
    world.holdsExactly("r1", "r2", "r3");
  }
}
