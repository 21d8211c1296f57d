package dev.penstock.runner.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.commit.Entry.Operation;
import dev.penstock.runner.commit.Faults.When;
import dev.penstock.runner.spi.TransientException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every place at which a process can die whose rows take the place of whole days. */
class WindowCrashTest {
  /** Per day the run whose rows are there; no run has rows of the other days. */
  private static final Map<Integer, String> BEFORE = Map.of(1, "r1", 2, "r2", 3, "r2", 7, "r1");

  /** It replaces days of both, one of which becomes empty, and brings one that is new. */
  private static final Map<Integer, String> AFTER = Map.of(1, "r1", 3, "r3", 4, "r3", 7, "r1");

  private static SimulatedWorld loaded() {
    var world = new SimulatedWorld();
    new DailyRun(world.process("r1", "attempt-0", Faults.none()), List.of(1, 2, 7)).work();
    new DailyRun(world.process("r2", "attempt-1", Faults.none()), List.of(2, 3)).work();
    holds(world, BEFORE);
    return world;
  }

  private static DailyRun third(SimulatedWorld world, String attempt, Faults faults) {
    return new DailyRun(world.process("r3", attempt, faults), List.of(2, 3, 4), List.of(3, 4));
  }

  /** It replaces a day that the third one brings, and one that only the first one has. */
  private static DailyRun fourth(SimulatedWorld world, String attempt) {
    return new DailyRun(world.process("r4", attempt, Faults.none()), List.of(1, 4));
  }

  private static Map<Integer, String> afterTheFourth(Map<Integer, String> before) {
    Map<Integer, String> after = new HashMap<>(before);
    after.put(1, "r4");
    after.put(4, "r4");
    return after;
  }

  private static List<String> rows(Map<Integer, String> days) {
    return days.entrySet().stream()
        .flatMap(day -> DailyRun.rows(day.getValue(), day.getKey()).stream())
        .sorted()
        .toList();
  }

  private static void holds(SimulatedWorld world, Map<Integer, String> days) {
    var expected = rows(days);
    assertThat(world.dataset()).as("rows in the dataset").isEqualTo(expected);
    assertThat(world.dataset(SimulatedWorld.ARCHIVE)).as("the other one").isEqualTo(expected);
    assertThat(world.table()).as("rows in the warehouse").isEqualTo(expected);
    assertThat(world.current()).as("rows of the table alone").isEqualTo(expected);
  }

  private static int effects() {
    var faults = Faults.none();
    third(loaded(), "attempt-x", faults).work();
    return faults.seen();
  }

  private static void survive(Faults faults, Runnable attempt) {
    try {
      attempt.run();
    } catch (Faults.Crash e) {
      assertThat(faults.crashed()).isTrue();
    }
  }

  private static void survive(SimulatedWorld world, String attempt, Faults faults) {
    survive(faults, () -> third(world, attempt, faults).work());
  }

  private static boolean stands(SimulatedWorld world, String run) {
    return world.log().stream().anyMatch(entry -> entry.of(SimulatedWorld.run(run)));
  }

  @ParameterizedTest
  @EnumSource
  void anyDeathIsOverAfterTheRetry(When when) {
    int effects = effects();
    assertThat(effects).isGreaterThan(20);
    for (int at = 0; at < effects; at++) {
      var world = loaded();
      survive(world, "attempt-2", Faults.crash(at, when));
      assertThat(world.table()).isIn(rows(BEFORE), rows(AFTER));
      third(world, "attempt-3", Faults.none()).work();
      holds(world, AFTER);
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
        third(world, "attempt-4", Faults.none()).work();
        holds(world, AFTER);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRunOfOtherDaysFinishesADeadOneOrNeverSeesIt(When when) {
    int effects = effects();
    for (int at = 0; at < effects; at++) {
      var world = loaded();
      survive(world, "attempt-2", Faults.crash(at, when));
      boolean stands = stands(world, "r3");
      fourth(world, "attempt-3").work();
      holds(world, afterTheFourth(stands ? AFTER : BEFORE));
      world.isClean();
    }
  }

  /** Also of days that are replaced: those of the old rows or those of the new ones are there. */
  @ParameterizedTest
  @EnumSource
  void aDirectoryNeverShowsFewerRowsThanBeforeOrAfter(When when) {
    int effects = effects();
    var kept = rows(Map.of(1, "r1", 7, "r1"));
    for (int at = 0; at < effects; at++) {
      var world = loaded();
      survive(world, "attempt-2", Faults.crash(at, when));
      var shown = world.dataset();
      assertThat(shown).containsAll(kept);
      assertThat(shown.containsAll(rows(BEFORE)) || shown.containsAll(rows(AFTER)))
          .as("%s", shown)
          .isTrue();
    }
  }

  /** More days than are looked for one by one below a path. */
  @Test
  void aLongWindowTakesOnlyItsDays() {
    var world = loaded();
    var window = IntStream.rangeClosed(2, 150).boxed().toList();
    new DailyRun(world.process("r3", "attempt-2", Faults.none()), window, List.of(90)).work();
    holds(world, Map.of(1, "r1", 90, "r3"));
    world.isClean();
  }

  /** It publishes late: what it shows then must not be of a day that counts no more. */
  @Test
  void aHungAttemptThatWakesUpAfterARunOfTheSameDaysBringsNothingBack() throws Exception {
    int effects = effects();
    for (int at = 0; at < effects; at++) {
      var world = loaded();
      var pause = new Faults.Pause(at);
      var hung = new CompletableFuture<Entry>();
      Thread.ofVirtual()
          .start(() -> {
            try {
              hung.complete(third(world, "attempt-2", pause).work());
            } catch (Throwable e) {
              hung.completeExceptionally(e);
            }
          });
      pause.reached.await();
      boolean stood = stands(world, "r3");
      fourth(world, "attempt-3").work();
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
      if (!stood && stands(world, "r3")) {
        Map<Integer, String> last = new HashMap<>(AFTER);
        last.put(1, "r4");
        holds(world, last);
      } else {
        holds(world, afterTheFourth(stood ? AFTER : BEFORE));
      }
      new DailyRun(world.process("r5", "attempt-4", Faults.none()), List.of(9)).work();
      world.isClean();
    }
  }

  /** The parts of the first day 2 are gone, and of the second one too. */
  @ParameterizedTest
  @EnumSource
  void aTableIsFilledFromTheLogWhoseOlderPartsOfReplacedDaysAreGone(When when) {
    var counted = Faults.none();
    filling(withoutTables(), "attempt-x", counted);
    for (int at = 0; at < counted.seen(); at++) {
      var world = withoutTables();
      var faults = Faults.crash(at, when);
      survive(faults, () -> filling(world, "attempt-4", faults));
      filling(world, "attempt-5", Faults.none());
      holds(world, afterTheFourth(AFTER));
      world.isClean();
    }
  }

  private static SimulatedWorld withoutTables() {
    var world = loaded();
    third(world, "attempt-2", Faults.none()).work();
    var staged = world.log().get(1).target("current").orElseThrow().parts();
    assertThat(staged.stream().filter(part -> world.objects.byKey.containsKey(part.staged())))
        .as("living parts of the first entry")
        .hasSize(2);
    world.warehouse.tables.clear();
    world.warehouse.positions.clear();
    return world;
  }

  private static void filling(SimulatedWorld world, String attempt, Faults faults) {
    new DailyRun(world.process("r4", attempt, faults), List.of(1, 4)).work(Operation.APPEND, true);
  }

  /** It lacks entries of which some parts are gone, and holds rows that they replaced. */
  @ParameterizedTest
  @EnumSource
  void aTableThatIsBehindTheLogCatchesUp(When when) {
    var counted = Faults.none();
    new DailyRun(behind().process("r4", "attempt-x", counted), List.of(1, 4)).work();
    for (int at = 0; at < counted.seen(); at++) {
      var world = behind();
      var faults = Faults.crash(at, when);
      survive(
          faults,
          () -> new DailyRun(world.process("r4", "attempt-4", faults), List.of(1, 4)).work());
      fourth(world, "attempt-5").work();
      holds(world, afterTheFourth(AFTER));
      world.isClean();
    }
  }

  private static SimulatedWorld behind() {
    var world = new SimulatedWorld();
    new DailyRun(world.process("r1", "attempt-0", Faults.none()), List.of(1, 2, 7)).work();
    var tables = new HashMap<>(world.warehouse.tables);
    var positions = new HashMap<>(world.warehouse.positions);
    new DailyRun(world.process("r2", "attempt-1", Faults.none()), List.of(2, 3)).work();
    third(world, "attempt-2", Faults.none()).work();
    world.warehouse.tables.putAll(tables);
    world.warehouse.positions.putAll(positions);
    assertThat(world.table()).isEqualTo(rows(Map.of(1, "r1", 2, "r1", 7, "r1")));
    return world;
  }

  /** Entries before it have parts that tell no day. */
  @ParameterizedTest
  @EnumSource
  void aFullRefreshMakesDaysOfATargetThatAdded(When when) {
    var counted = Faults.none();
    refresh(added(), "attempt-x", counted);
    Map<Integer, String> refreshed = Map.of(1, "r3", 2, "r3", 3, "r3");
    for (int at = 0; at < counted.seen(); at++) {
      var world = added();
      var faults = Faults.crash(at, when);
      survive(faults, () -> refresh(world, "attempt-2", faults));
      refresh(world, "attempt-3", Faults.none());
      holds(world, refreshed);
      new DailyRun(world.process("r4", "attempt-4", Faults.none()), List.of(2)).work();
      holds(world, Map.of(1, "r3", 2, "r4", 3, "r3"));
      world.isClean();
    }
  }

  private static SimulatedWorld added() {
    var world = new SimulatedWorld();
    world.process("r1", "attempt-0", Faults.none()).work();
    world.process("r2", "attempt-1", Faults.none()).work();
    world.holdsExactly("r1", "r2");
    return world;
  }

  private static void refresh(SimulatedWorld world, String attempt, Faults faults) {
    new DailyRun(world.process("r3", attempt, faults), List.of(1, 2, 3))
        .work(Operation.REPLACE_ALL, false);
  }

  /** The way back is free: what is added then stays beside the days, until all is replaced. */
  @Test
  void aTargetThatAddsAfterItsDaysKeepsThem() {
    var world = loaded();
    world.process("r3", "attempt-2", Faults.none()).work();
    List<String> expected = new ArrayList<>(rows(BEFORE));
    expected.addAll(List.of("r3#0", "r3#1", "r3#2"));
    assertThat(world.dataset()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(world.table()).containsExactlyInAnyOrderElementsOf(expected);
    world.warehouse.tables.clear();
    world.warehouse.positions.clear();
    world.process("r4", "attempt-3", Faults.none()).work(Operation.APPEND, true);
    expected.addAll(List.of("r4#0", "r4#1", "r4#2"));
    assertThat(world.dataset()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(world.table()).containsExactlyInAnyOrderElementsOf(expected);
  }
}
