package dev.penstock.runner.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.commit.Entry.Operation;
import dev.penstock.runner.commit.Ledger.Position;
import dev.penstock.runner.commit.Ledger.TableOf;
import dev.penstock.runner.commit.Protocol.Begun.Fresh;
import dev.penstock.runner.commit.Protocol.Side;
import dev.penstock.runner.spi.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Entries that do more than add rows, and tables that come late or come back. */
class ProtocolOperationsTest {
  private static final TableOf ARCHIVED = new TableOf("archive", "sales.archive");

  private final SimulatedWorld world = new SimulatedWorld();
  private int attempts;

  private SimulatedWorld.Process process(String run) {
    return world.process(run, "attempt-" + attempts++, Faults.none());
  }

  private Entry refresh(String run) {
    return process(run).work(Operation.REPLACE_ALL);
  }

  private void mismatch(Runnable act, String message, String nextStep) {
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> {
              assertThat(e.reason()).hasToString("HistoryMismatch");
              assertThat(e.message()).isEqualTo(message);
              assertThat(e.nextStep()).contains(nextStep);
            });
  }

  @Test
  void aRefreshIsAllThatIsLeftOnEverySide() {
    process("r1").work();
    process("r2").work();
    assertThat(refresh("r3").number()).isEqualTo(3);
    world.holdsExactly("r3");
    world.isClean();
    process("r4").work();
    world.holdsExactly("r3", "r4");
    refresh("r5");
    world.holdsExactly("r5");
    world.isClean();
  }

  @Test
  void aRefreshWithoutRowsEmptiesEverySide() {
    process("r1").work();
    var process = process("r2");
    var fresh = (Fresh) process.begin(Operation.REPLACE_ALL);
    var entry = Entries.doing(Operation.REPLACE_ALL, fresh, Entries.empty(process.stage(fresh)));
    world.warehouse.staging.clear();
    process.commit(entry);
    assertThat(world.dataset()).isEmpty();
    assertThat(world.table()).isEmpty();
  }

  @Test
  void aRefreshLeavesWhatNoEntryNames() {
    process("r1").work();
    var theirs = SimulatedWorld.PATH + "/00000000000000000001-00007.parquet";
    process("r1").bucket.put(theirs, "theirs".getBytes());
    process("r1").bucket.put(SimulatedWorld.PATH + "/readme.txt", new byte[1]);
    refresh("r2");
    assertThat(world.objects.byKey).containsKeys(theirs, SimulatedWorld.PATH + "/readme.txt");
    assertThat(world.dataset()).containsExactly("r2#0", "r2#1", "r2#2", "theirs");
  }

  @Test
  void aWarehouseThatWasRestoredBeforeARefreshNeedsNothingOlder() {
    process("r1").work();
    var tables = java.util.Map.copyOf(world.warehouse.tables);
    var positions = java.util.Map.copyOf(world.warehouse.positions);
    process("r2").work();
    refresh("r3");
    process("r4").work();
    world.warehouse.tables.putAll(tables);
    world.warehouse.positions.putAll(positions);
    process("r5").work();
    world.holdsExactly("r3", "r4", "r5");
  }

  @Test
  void aRefreshIsTheWayOutOfALedgerThatIsGone() {
    process("r1").work();
    world.warehouse.positions.clear();
    mismatch(
        () -> process("r2").work(),
        "Warehouse warehouse has no ledger for target current",
        "backfill");
    refresh("r3");
    world.holdsExactly("r3");
    process("r4").work();
    world.holdsExactly("r3", "r4");
  }

  @Test
  void aRefreshIsTheWayOutOfATableWithRowsFromBeforeTheLog() {
    world.warehouse.tables.put("sales.orders", List.of("theirs"));
    mismatch(() -> process("r1").work(), "Table sales.orders holds rows", "adopt");
    refresh("r2");
    world.holdsExactly("r2");
  }

  @Test
  void aRefreshIsTheWayOutOfAnotherLogAndTheOtherLogIsRefusedFromThenOn() {
    world.warehouse.positions.put("orders", new Position("other", 41));
    refresh("r1");
    world.holdsExactly("r1");
    assertThat(world.warehouse.positions.get("orders").number()).isEqualTo(1);
    // Somebody's run over the other log takes it back by a refresh of its own.
    world.warehouse.positions.put("orders", new Position("other", 42));
    assertThatThrownBy(() -> process("r2").work())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("The ledger of target orders in warehouse warehouse follows log");
  }

  @Test
  void aRefreshIsTheWayOutOfPartsThatAreGoneBeforeTheyWerePublished() {
    process("r1").work();
    var died = process("r2");
    died.log.append(died.stage((Fresh) died.begin()));
    world
        .objects
        .byKey
        .keySet()
        .removeIf(key -> key.contains("/parts/") && key.contains("orders-"));
    world.warehouse.staging.clear();
    assertThatThrownBy(() -> process("r3").work()).isInstanceOf(ConfigurationException.class);
    refresh("r4");
    world.holdsExactly("r4");
  }

  @Test
  void aRunThatIsStillPublishingWhenARefreshHasReplacedItEndsWell() {
    var slow = process("r1");
    var committed = slow.protocol.commit(slow.stage((Fresh) slow.begin()));
    refresh("r2");
    assertThat(slow.protocol.complete(committed).run()).isEqualTo("r1");
    world.holdsExactly("r2");
  }

  @Test
  void adoptKeepsWhatATableHoldsAndTheNextRunAddsToIt() {
    world.warehouse.tables.put("sales.orders", List.of("theirs"));
    process("r1").bucket.put(SimulatedWorld.PATH + "/old.parquet", "theirs".getBytes());
    var entry = process("r1").work(Operation.BASELINE);
    assertThat(entry.number()).isEqualTo(1);
    assertThat(entry.watermarks()).hasSize(1);
    assertThat(world.warehouse.positions.get("orders").number()).isEqualTo(1);
    process("r2").work();
    assertThat(world.table()).containsExactly("r2#0", "r2#1", "r2#2", "theirs");
    assertThat(world.dataset()).isEqualTo(world.table());
  }

  @Test
  void adoptTakesAnOtherLogsLedgerOver() {
    world.warehouse.tables.put("sales.orders", List.of("theirs"));
    world.warehouse.positions.put("orders", new Position("other", 41));
    process("r1").work(Operation.BASELINE);
    process("r2").work();
    assertThat(world.table()).contains("theirs", "r2#0");
  }

  @Test
  void adoptIsRefusedOnceTheHistoryHasBegun() {
    process("r1").work();
    mismatch(
        () -> process("r2").work(Operation.BASELINE),
        "The log at acme-lake/_penstock/sales/orders/log/ has 1 entries, so its history has begun",
        "fullRefresh");
    process("r3").work();
    world.holdsExactly("r1", "r3");
  }

  @Test
  void adoptDoesNotTakeNamesThatComingPartsWillHave() {
    process("r1")
        .bucket
        .put(SimulatedWorld.PATH + "/00000000000000000002-00000.parquet", new byte[1]);
    assertThatThrownBy(() -> process("r1").work(Operation.BASELINE))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("which this pipeline's log does not know");
  }

  @Test
  void aWarehouseThatIsGoneIsFilledFromTheLog() {
    process("r1").work();
    refresh("r2");
    process("r3").work();
    world.warehouse.positions.clear();
    world.warehouse.tables.clear();
    var process = process("r4");
    process.commit(process.stage((Fresh) process.begin(Operation.APPEND, true)));
    world.holdsExactly("r2", "r3", "r4");
  }

  @Test
  void aFullTableIsNotFilledFromTheLog() {
    process("r1").work();
    world.warehouse.positions.clear();
    mismatch(
        () -> process("r4").begin(Operation.APPEND, true), "Table sales.orders holds rows", "");
  }

  @Test
  void rowsOfABaselineAreNotInTheLog() {
    process("r1").work(Operation.BASELINE);
    process("r2").work();
    world.warehouse.positions.clear();
    world.warehouse.tables.clear();
    mismatch(
        () -> process("r3").begin(Operation.APPEND, true),
        "The rows that entry 1 keeps for target orders are not in the log, so table sales.orders"
            + " in warehouse warehouse can not be filled from it",
        "fullRefresh");
  }

  private void archived(boolean fromLog) {
    process("r9")
        .protocol
        .begin(
            SimulatedWorld.run("r9"),
            "attempt-9",
            List.of(new Side.Warehouse(SimulatedLedger.CONNECTION, ARCHIVED, fromLog)));
  }

  private List<String> archive() {
    return world.warehouse.tables.getOrDefault(ARCHIVED.table(), List.of());
  }

  @Test
  void aSideThatComesLateIsFilledFromTheLogIfItSaysSo() {
    process("r1").work();
    process("r2").work();
    archived(true);
    assertThat(archive()).containsExactly("r1", "r2");
    assertThat(world.warehouse.positions.get("archive").number()).isEqualTo(2);
  }

  @Test
  void aSideThatComesLateBeginsAtTheHeadAndFollowsFromThere() {
    process("r1").work();
    archived(false);
    assertThat(archive()).isEmpty();
    // The run that opened it dies, and runs of an older spec go on without it.
    process("r2").work();
    process("r3").work();
    archived(false);
    assertThat(archive()).containsExactly("r2", "r3");
    archived(false);
    assertThat(archive()).containsExactly("r2", "r3");
  }

  @Test
  void aFillThatDiesAnywhereGoesOnWithOrWithoutTheWord() {
    var counted = Faults.none();
    fill(loaded().process("r3", "attempt-3", counted), true);
    for (boolean again : new boolean[] {true, false}) {
      for (int at = 0; at < counted.seen(); at++) {
        var other = loaded();
        fill(other.process("r3", "attempt-3", Faults.crash(at, Faults.When.AFTER)), true);
        boolean begun = other.warehouse.positions.containsKey("archive");
        fill(other.process("r3", "attempt-4", Faults.none()), again);
        assertThat(other.warehouse.tables.getOrDefault(ARCHIVED.table(), List.of()))
            .isEqualTo(begun || again ? List.of("r1", "r2") : List.of());
      }
    }
  }

  private static SimulatedWorld loaded() {
    var world = new SimulatedWorld();
    world.process("r1", "attempt-1", Faults.none()).work();
    world.process("r2", "attempt-2", Faults.none()).work();
    return world;
  }

  private static void fill(SimulatedWorld.Process process, boolean fromLog) {
    try {
      process.protocol.begin(
          SimulatedWorld.run("r3"),
          "attempt-x",
          List.of(new Side.Warehouse(SimulatedLedger.CONNECTION, ARCHIVED, fromLog)));
    } catch (Faults.Crash e) {
      assertThat(process.ledger).isNotNull();
    }
  }

  /** Commits the first target only; what else the head names is abandoned. */
  private Entry withoutTheOthers(String run) {
    var process = process(run);
    var fresh =
        (Fresh)
            process.protocol.begin(
                SimulatedWorld.run(run),
                "attempt-" + run,
                List.of(
                    new Side.Dataset("orders", "lake", SimulatedWorld.PATH),
                    new Side.Warehouse(SimulatedLedger.CONNECTION, SimulatedWorld.TABLE)));
    var staged = process.stage(fresh);
    var only = Entries.with(staged, staged.watermarks(), staged.targets().subList(0, 1));
    return process.commit(Entries.doing(Operation.APPEND, fresh, only));
  }

  @Test
  void aTargetThatIsAbandonedAndComesBackIsANewOne() {
    process("r1").work();
    assertThat(withoutTheOthers("r2").abandoned()).containsExactly("archive", "current");
    mismatch(() -> process("r3").work(), "Table sales.current holds rows", "fullRefresh");
    world.warehouse.tables.put("sales.current", new ArrayList<>());
    mismatch(
        () -> process("r3").work(),
        "Path sales/archive holds sales/archive/00000000000000000001-00000.parquet, which is of a"
            + " target that was abandoned",
        "an empty path");
    world.objects.byKey.keySet().removeIf(key -> key.startsWith("sales/archive/0"));
    var entry = process("r4").work();
    assertThat(entry.target("current").orElseThrow().warehouse().orElseThrow().previous())
        .isEqualTo(2);
    assertThat(world.warehouse.tables.get("sales.current"))
        .containsExactlyInAnyOrder("all|7|r4", "r4|1|");
    assertThat(world.table()).hasSize(9);
  }

  @Test
  void aRefreshBringsAnAbandonedTargetBack() {
    process("r1").work();
    withoutTheOthers("r2");
    refresh("r3");
    world.holdsExactly("r3");
    process("r4").work();
    world.holdsExactly("r3", "r4");
  }

  @Test
  void aWarehouseFromBeforeATargetCameBackIsRefused() {
    process("r1").work();
    var old = world.warehouse.positions.get("current");
    withoutTheOthers("r2");
    world.warehouse.tables.put("sales.current", new ArrayList<>());
    world.objects.byKey.keySet().removeIf(key -> key.startsWith("sales/archive/0"));
    process("r3").work();
    world.warehouse.positions.put("current", old);
    mismatch(
        () -> process("r4").work(),
        "Target current in warehouse warehouse holds less than where its history begins, at entry"
            + " 2",
        "a newer backup");
  }
}
