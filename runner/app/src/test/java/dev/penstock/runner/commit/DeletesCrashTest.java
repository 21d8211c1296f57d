package dev.penstock.runner.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.commit.CommittedTarget.Upsert;
import dev.penstock.runner.commit.Faults.When;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every place at which a process can die that takes keys out of a table. */
class DeletesCrashTest {
  /** Each way to know a delete, and what the table then holds after {@code r1} and {@code r2}. */
  private enum How {
    /**
     * Of {@code r2} all rows are deletes, of a key that the table has and of one that it has not.
     */
    BY_COLUMN(
        new Upsert(List.of("id"), List.of("changed"), Optional.of("changed"), Optional.empty()),
        List.of("r1|1|")),
    /** {@code r2} does not bring the key {@code r1}. */
    BY_ABSENCE(
        new Upsert(
            List.of("id"),
            List.of("changed"),
            Optional.empty(),
            Optional.of(Upsert.Absent.DELETED)),
        List.of("all|7|r2", "r2|1|"));

    private final Upsert upsert;
    private final List<String> left;

    How(Upsert upsert, List<String> left) {
      this.upsert = upsert;
      this.left = left;
    }
  }

  private static final List<String> BEFORE = List.of("all|7|r1", "r1|1|");

  private static SimulatedWorld loaded() {
    var world = new SimulatedWorld();
    world.process("r1", "attempt-0", Faults.none()).work();
    assertThat(world.current()).isEqualTo(BEFORE);
    return world;
  }

  private static int effects(How how) {
    var faults = Faults.none();
    loaded().process("r2", "attempt-x", faults).upsert(how.upsert);
    return faults.seen();
  }

  private static void survive(SimulatedWorld world, How how, String attempt, Faults faults) {
    try {
      world.process("r2", attempt, faults).upsert(how.upsert);
    } catch (Faults.Crash e) {
      assertThat(faults.crashed()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anyDeathIsOverAfterTheRetry(How how) {
    int effects = effects(how);
    assertThat(effects).isGreaterThan(20);
    for (var when : When.values()) {
      for (int at = 0; at < effects; at++) {
        var world = loaded();
        survive(world, how, "attempt-1", Faults.crash(at, when));
        assertThat(world.current()).isIn(BEFORE, how.left);
        world.process("r2", "attempt-2", Faults.none()).upsert(how.upsert);
        assertThat(world.current()).isEqualTo(how.left);
        world.holdsExactly("r1", "r2");
        world.isClean();
      }
    }
  }

  /** The next run brings no delete: what it finds is what the log says. */
  @ParameterizedTest
  @EnumSource
  void anotherRunFinishesADeadOneOrNeverSeesIt(How how) {
    int effects = effects(how);
    for (var when : When.values()) {
      for (int at = 0; at < effects; at++) {
        var world = loaded();
        survive(world, how, "attempt-1", Faults.crash(at, when));
        boolean stands = world.log().stream().anyMatch(entry -> entry.of(SimulatedWorld.run("r2")));
        world.process("r3", "attempt-2", Faults.none()).work();
        world.holdsExactly(stands ? new String[] {"r1", "r2", "r3"} : new String[] {"r1", "r3"});
      }
    }
  }

  /** A key that was deleted is there again with its next version. */
  @Test
  void aTableThatIsFilledFromTheLogAgreesWithOneThatFollowedIt() {
    var world = loaded();
    world.process("r2", "attempt-1", Faults.none()).upsert(How.BY_COLUMN.upsert);
    world.process("r3", "attempt-2", Faults.none()).work();
    world.process("r4", "attempt-3", Faults.none()).upsert(How.BY_ABSENCE.upsert);
    world.process("r5", "attempt-4", Faults.none()).work();
    var followed = world.current();
    assertThat(followed).containsExactly("all|7|r5", "r4|1|", "r5|1|");
    world.warehouse.tables.remove("sales.current");
    world.warehouse.positions.remove("current");
    world.process("r6", "attempt-5", Faults.none()).work(Entry.Operation.APPEND, true);
    assertThat(world.current()).containsExactly("all|7|r6", "r4|1|", "r5|1|", "r6|1|");
  }
}
