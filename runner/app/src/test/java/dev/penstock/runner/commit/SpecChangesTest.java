package dev.penstock.runner.commit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.commit.Entry.Operation;
import dev.penstock.runner.commit.Ledger.TableOf;
import dev.penstock.runner.commit.Protocol.Begun.Fresh;
import dev.penstock.runner.commit.Protocol.Side;
import dev.penstock.runner.spi.ConfigurationException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Specs that name other connections, targets or words than the one that committed last. */
class SpecChangesTest {
  private static final TableOf ARCHIVED = new TableOf("archive", "sales.archive");

  private static final Side DATASET = new Side.Dataset("orders", "lake", SimulatedWorld.PATH);
  private static final Side TABLE =
      new Side.Warehouse(SimulatedLedger.CONNECTION, SimulatedWorld.TABLE);
  private static final Side CURRENT =
      new Side.Warehouse(SimulatedLedger.CONNECTION, SimulatedWorld.CURRENT);
  private static final String WITHOUT_RECEIPT =
      "Entry 1 fills target orders by connection %s, which this run does not have, and no receipt"
          + " says that it is there";

  private final SimulatedWorld world = new SimulatedWorld();
  private int attempts;

  private SimulatedWorld.Process process(String run) {
    return world.process(run, "attempt-" + attempts++, Faults.none());
  }

  private static Fresh begin(SimulatedWorld.Process process, Side... sides) {
    return begin(process.protocol, Operation.APPEND, sides);
  }

  private static Fresh begin(Protocol protocol, Operation operation, Side... sides) {
    return (Fresh) protocol.begin(SimulatedWorld.run("r9"), "attempt-9", operation, List.of(sides));
  }

  private static String mismatch(Runnable act, String message) {
    List<String> nextSteps = new ArrayList<>();
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> {
              assertThat(e.reason()).hasToString("HistoryMismatch");
              assertThat(e.message()).isEqualTo(message);
              nextSteps.add(e.nextStep());
            });
    return nextSteps.getFirst();
  }

  private static RuntimeException none(String connection) {
    return HistoryMismatch.mismatch("The run has no connection " + connection);
  }

  private record LedgersBut(String dropped, Ledger ledger) implements Ledgers {
    @Override
    public Ledger of(String connection) {
      if (!has(connection)) {
        throw none(connection);
      }
      return ledger;
    }

    @Override
    public boolean has(String connection) {
      return !connection.equals(dropped);
    }
  }

  private record BucketsBut(String dropped, Bucket bucket) implements Buckets {
    @Override
    public Bucket of(String connection) {
      if (!has(connection)) {
        throw none(connection);
      }
      return bucket;
    }

    @Override
    public boolean has(String connection) {
      return !connection.equals(dropped);
    }
  }

  /** The protocol of a run whose spec does not name that connection any more. */
  private static Protocol without(String dropped, SimulatedWorld.Process process) {
    return new Protocol(
        process.log,
        new Visibility(new BucketsBut(dropped, process.bucket), Runnable::run),
        new LedgersBut(dropped, process.ledger),
        List.of(new StagedParts(process.bucket, SimulatedWorld.ROOT)),
        Runnable::run,
        Clock.fixed(SimulatedWorld.NOW, ZoneOffset.UTC));
  }

  private void receipt(String attempt) {
    process("r0")
        .log
        .writeReceipt(1, "{\"attempt\":\"%s\",\"number\":1}".formatted(attempt).getBytes(UTF_8));
  }

  @Test
  void aConnectionThatOnlyTheLastSpecNamedIsNotNeededOnceAReceiptSaysThatAllIsPublished() {
    var attempt = process("r1").work().attempt();
    receipt(attempt);
    assertThat(begin(without("warehouse", process("r9")), Operation.APPEND, DATASET).named())
        .containsExactly("orders", "archive", "current");
    assertThat(begin(without("lake", process("r9")), Operation.APPEND, TABLE, CURRENT).previous())
        .isEqualTo(Map.of("orders", 1L, "current", 1L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"warehouse", "lake"})
  void withoutAReceiptACommitThatADroppedConnectionMayLackIsNotGivenUp(String dropped) {
    var died = process("r1");
    died.log.append(died.stage((Fresh) died.begin()));
    receipt("of-another-log");
    var side = dropped.equals("lake") ? CURRENT : DATASET;
    var nextStep =
        mismatch(
            () -> begin(without(dropped, process("r9")), Operation.APPEND, side),
            WITHOUT_RECEIPT.formatted(dropped));
    assertThat(nextStep).contains("Bring the target back", "fullRefresh");
    // What the run can reach is published all the same.
    assertThat(dropped.equals("lake") ? world.table() : world.dataset())
        .containsExactly("r1#0", "r1#1", "r1#2");
    assertThat(begin(without(dropped, process("r9")), Operation.REPLACE_ALL, side).named())
        .contains("orders");
  }

  @Test
  void aPathIsNotHandedOverToAnotherTargetWithTheRowsOfTheFirst() {
    process("r1").work();
    for (var connection : List.of("lake", "another-name-of-the-lake")) {
      var other = new Side.Dataset("other", connection, SimulatedWorld.ARCHIVE);
      var nextStep =
          mismatch(
              () -> begin(process("r9"), other),
              "Path sales/archive holds sales/archive/00000000000000000001-00000.parquet, which is"
                  + " of target archive");
      assertThat(nextStep).contains("fullRefresh", "an empty path");
      assertThat(begin(process("r9").protocol, Operation.REPLACE_ALL, other).named())
          .contains("archive");
    }
    begin(process("r9"), new Side.Dataset("other", "lake", "sales/other"));
  }

  /** Commits {@code orders} on both sides, and the others as they are given. */
  private Entry committed(String run, Optional<CommittedTarget> other) {
    var process = process(run);
    var fresh =
        (Fresh)
            process.protocol.begin(
                SimulatedWorld.run(run), "attempt-" + run, List.of(DATASET, TABLE));
    var staged = process.stage(fresh);
    var orders = staged.targets().getFirst();
    var targets = other.map(target -> List.of(orders, target)).orElse(List.of(orders));
    return process.commit(
        Entries.doing(Operation.APPEND, fresh, Entries.with(staged, staged.watermarks(), targets)));
  }

  /** {@code current} is abandoned by entry 2 and is a dataset of one row in entry 3. */
  private void returnedAsADataset() {
    process("r1").work();
    assertThat(committed("r2", Optional.empty()).abandoned()).contains("current");
    currentAsADataset(3);
  }

  /** The run and the row bear the number of the entry, which comes next. */
  private void currentAsADataset(int number) {
    var run = "r" + number;
    var row = ("all|7|" + run).getBytes(UTF_8);
    var key =
        "%s/parts/%020d-attempt-%s/current-00001.parquet"
            .formatted(SimulatedWorld.ROOT, number - 1, run);
    process(run).bucket.put(key, row);
    var part =
        new CommittedPart(
            key,
            Optional.of("sales/current/%020d-00001.parquet".formatted(number)),
            row.length,
            1,
            "00");
    committed(
        run,
        Optional.of(
            Entries.target(
                "current",
                Optional.of("sales/current"),
                Optional.empty(),
                Optional.of(SimulatedWorld.UPSERT),
                List.of(part))));
  }

  private List<String> current() {
    return world.warehouse.tables.get("sales.current");
  }

  @Test
  void aTargetThatComesBackAsADatasetDoesNotGoOnInItsOldTable() {
    returnedAsADataset();
    var nextStep = mismatch(() -> begin(process("r9"), CURRENT), "Table sales.current holds rows");
    assertThat(nextStep).contains("fullRefresh", "an empty table").doesNotContain("adopt");
    assertThat(current()).containsExactlyInAnyOrder("all|7|r1", "r1|1|");
    world.warehouse.tables.put("sales.current", List.of());
    assertThat(begin(process("r9"), CURRENT).previous()).isEqualTo(Map.of("current", 3L));
    assertThat(current()).isEmpty();
  }

  @Test
  void aTargetThatComesBackIsFilledFromWhatTheLogHasOfItSinceThen() {
    returnedAsADataset();
    var filled = new Side.Warehouse(SimulatedLedger.CONNECTION, SimulatedWorld.CURRENT, true);
    mismatch(() -> begin(process("r9"), filled), "Table sales.current holds rows");
    world.warehouse.tables.put("sales.current", List.of());
    assertThat(begin(process("r9"), filled).previous()).isEqualTo(Map.of("current", 3L));
    assertThat(current()).containsExactly("all|7|r3");
  }

  @Test
  void aTargetThatCameBackToItsTableDoesNotGoOnInAnOlderBackupOfIt() {
    process("r1").work();
    var ledger = world.warehouse.positions.get("current");
    var rows = current();
    committed("r2", Optional.empty());
    world.warehouse.tables.put("sales.current", List.of());
    world.objects.byKey.keySet().removeIf(key -> key.startsWith(SimulatedWorld.ARCHIVE + "/"));
    process("r3").work();
    process("r4").work();
    currentAsADataset(5);
    world.warehouse.positions.put("current", ledger);
    world.warehouse.tables.put("sales.current", rows);
    var lost =
        "The ledger of target current in warehouse warehouse ends at entry 1, entry 3 of the log"
            + " says that it went further";
    assertThat(mismatch(() -> begin(process("r9"), CURRENT), lost))
        .contains("fullRefresh", "FromLog", "an empty table");
    world.warehouse.tables.put("sales.current", List.of());
    mismatch(() -> begin(process("r9"), CURRENT), lost);
    begin(
        process("r9"),
        new Side.Warehouse(SimulatedLedger.CONNECTION, SimulatedWorld.CURRENT, true));
    assertThat(current()).containsExactlyInAnyOrder("r3|1|", "r4|1|", "all|7|r5");
  }

  private static void archived(SimulatedWorld.Process process, boolean fromLog) {
    begin(process, new Side.Warehouse(SimulatedLedger.CONNECTION, ARCHIVED, fromLog));
  }

  private static List<String> archive(SimulatedWorld world) {
    return world.warehouse.tables.getOrDefault("sales.archive", List.of());
  }

  private static SimulatedWorld begunLate() {
    var world = new SimulatedWorld();
    world.process("r1", "attempt-1", Faults.none()).work();
    world.process("r2", "attempt-2", Faults.none()).work();
    archived(world.process("r9", "attempt-8", Faults.none()), false);
    assertThat(world.warehouse.positions.get("archive").number()).isEqualTo(2);
    return world;
  }

  @ParameterizedTest
  @EnumSource
  void aTableThatGotNothingYetIsFilledByTheWordThatComesLate(Faults.When when) {
    var counted = Faults.none();
    archived(begunLate().process("r9", "attempt-9", counted), true);
    for (int at = 0; at < counted.seen(); at++) {
      var other = begunLate();
      try {
        archived(other.process("r9", "attempt-9", Faults.crash(at, when)), true);
      } catch (Faults.Crash e) {
        assertThat(archive(other)).hasSizeLessThanOrEqualTo(2);
      }
      archived(other.process("r9", "attempt-10", Faults.none()), true);
      assertThat(archive(other)).containsExactly("r1", "r2");
    }
  }

  @Test
  void aTableThatHasFollowedTheLogSinceItBeganLateIsNotFilledInSilence() {
    process("r1").work();
    archived(process("r9"), false);
    process("r2").work();
    archived(process("r9"), false);
    var nextStep =
        mismatch(
            () -> archived(process("r9"), true),
            "Table sales.archive in warehouse warehouse begins after entry 1 and has followed the log"
                + " to entry 2 since then, so it can not be filled from entry 1 on");
    assertThat(nextStep).contains("fullRefresh", "leave out backfill: FromLog");
    archived(process("r9"), false);
    assertThat(archive(world)).containsExactly("r2");
    process("r3").work(Operation.REPLACE_ALL);
    archived(process("r9"), true);
    assertThat(archive(world)).containsExactly("r3");
  }

  @Test
  void aTableThatSomebodyFilledMeanwhileDoesNotBeginEarlier() {
    process("r1").work();
    archived(process("r9"), false);
    world.warehouse.tables.put("sales.archive", List.of("theirs"));
    assertThat(mismatch(() -> archived(process("r9"), true), "Table sales.archive holds rows"))
        .contains("fullRefresh", "an empty table")
        .doesNotContain("adopt");
  }
}
