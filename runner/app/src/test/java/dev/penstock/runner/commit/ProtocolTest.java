package dev.penstock.runner.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.TransientException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProtocolTest {
  private final SimulatedWorld world = new SimulatedWorld();

  private SimulatedWorld.Process process(String run, String attempt) {
    return world.process(run, attempt, Faults.none());
  }

  private void mismatch(String run, String message) {
    assertThatThrownBy(() -> process(run, "attempt-9").work())
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> assertThat(e.reason()).hasToString("HistoryMismatch"))
        .hasMessage(message);
  }

  @Test
  void runsAreNumberedAndARepeatedOneKeepsItsNumber() {
    assertThat(process("r1", "attempt-1").work().number()).isEqualTo(1);
    assertThat(process("r2", "attempt-2").work().number()).isEqualTo(2);
    assertThat(process("r1", "attempt-3").work().number()).isEqualTo(1);
    world.holdsExactly("r1", "r2");
    world.isClean();
  }

  @Test
  void twoRunsThatReadTheSameHeadCanNotBothCount() {
    var first = process("r1", "attempt-1");
    var second = process("r2", "attempt-2");
    var base = (Protocol.Begun.Fresh) first.begin();
    var same = (Protocol.Begun.Fresh) second.begin();
    first.commit(first.stage(base));
    var proposal = second.stage(same);
    assertThat(second.protocol.lost(same.attempt())).isPresent();
    assertThatThrownBy(() -> second.commit(proposal))
        .isInstanceOf(TransientException.class)
        .hasMessage("Run r1 took number 1 of sales/orders while this attempt worked");
    world.holdsExactly("r1");
  }

  @Test
  void anAttemptThatHasCommittedHasNotLostItsBase() {
    var process = process("r1", "attempt-1");
    var fresh = (Protocol.Begun.Fresh) process.begin();
    process.protocol.commit(process.stage(fresh));
    assertThat(process.protocol.lost(fresh.attempt())).isEmpty();
  }

  @Test
  void anAttemptWhoseRunAnotherOneHasCommittedHasLostItsBase() {
    var late = process("r1", "attempt-1");
    var fresh = (Protocol.Begun.Fresh) late.begin();
    process("r1", "attempt-2").work();
    assertThat(late.protocol.lost(fresh.attempt())).isPresent();
  }

  @Test
  void aTargetThatNamesAnotherTableIsRefused() {
    process("r1", "attempt-1").work();
    var other = new Ledger.TableOf("orders", "sales.other");
    assertThatThrownBy(() ->
            process("r2", "attempt-2")
                .protocol
                .begin(
                    SimulatedWorld.run("r2"),
                    "attempt-2",
                    List.of(new Protocol.Side.Warehouse(SimulatedLedger.CONNECTION, other))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Target orders has filled table sales.orders of warehouse warehouse, the spec names"
                + " sales.other");
    world.holdsExactly("r1");
  }

  @Test
  void aTableThatIsRefusedLeavesNoPathClaimed() {
    world.warehouse.tables.put("sales.orders", List.of("theirs"));
    mismatch("r1", "Table sales.orders holds rows");
    assertThat(world.objects.byKey).doesNotContainKey(SimulatedWorld.PATH + "/_penstock_log");
  }

  @Test
  void ofTwoAttemptsOfOneRunTheSecondPublishesTheFirst() {
    var first = process("r1", "attempt-1");
    var second = process("r1", "attempt-2");
    var base = (Protocol.Begun.Fresh) first.begin();
    var same = (Protocol.Begun.Fresh) second.begin();
    var winner = first.commit(first.stage(base));
    assertThat(second.commit(second.stage(same))).isEqualTo(winner);
    world.holdsExactly("r1");
  }

  @Test
  void aWarehouseThatWasRestoredIsBroughtUpFromTheLog() {
    process("r1", "attempt-1").work();
    var tables = java.util.Map.copyOf(world.warehouse.tables);
    var positions = java.util.Map.copyOf(world.warehouse.positions);
    process("r2", "attempt-2").work();
    process("r3", "attempt-3").work();
    world.warehouse.tables.putAll(tables);
    world.warehouse.positions.putAll(positions);
    process("r4", "attempt-4").work();
    world.holdsExactly("r1", "r2", "r3", "r4");
  }

  @Test
  void aTableThatHoldsRowsBeforeItsFirstRunIsRefused() {
    world.warehouse.tables.put("sales.orders", List.of("theirs"));
    mismatch("r1", "Table sales.orders holds rows");
    assertThat(world.table()).containsExactly("theirs");
  }

  @Test
  void aPathThatHoldsObjectsBeforeItsFirstRunIsRefused() {
    process("r1", "attempt-1").bucket.put(SimulatedWorld.PATH + "/theirs.parquet", new byte[1]);
    mismatch(
        "r1",
        "Bucket acme-lake holds sales/orders/theirs.parquet, which this pipeline's log does not"
            + " know");
  }

  @Test
  void aPathOfAnotherLogIsRefused() {
    process("r1", "attempt-1").bucket.put(SimulatedWorld.PATH + "/_penstock_log", "x".getBytes());
    var log = "(.*)";
    assertThatThrownBy(() -> process("r1", "attempt-9").work())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageMatching(
            "Path sales/orders in bucket acme-lake belongs to log x, not to " + log);
  }

  @Test
  void aLedgerAheadOfTheLogIsRefused() {
    process("r1", "attempt-1").work();
    var position = world.warehouse.positions.get("orders");
    world.warehouse.positions.put("orders", new Ledger.Position(position.log(), 7));
    mismatch(
        "r2",
        "Table sales.orders in warehouse warehouse holds entry 7, the log at"
            + " acme-lake/_penstock/sales/orders/log/ ends at 1");
    world.holdsExactly("r1");
  }

  @Test
  void aLedgerOfAnotherLogIsRefused() {
    world.warehouse.positions.put("orders", new Ledger.Position("other", 0));
    assertThatThrownBy(() -> process("r1", "attempt-9").work())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(
            "Table sales.orders in warehouse warehouse follows log other, not ");
  }

  @Test
  void aLedgerThatIsGoneIsRefusedEvenIfTheTableIsEmpty() {
    process("r1", "attempt-1").work();
    world.warehouse.positions.clear();
    world.warehouse.tables.clear();
    mismatch("r2", "Warehouse warehouse has no ledger for target current");
  }

  @Test
  void partsOfAnUnpublishedEntryThatAreGoneAreRefused() {
    var first = process("r1", "attempt-1");
    var log = new CommitLog(first.bucket, SimulatedWorld.ROOT);
    log.append(first.stage((Protocol.Begun.Fresh) first.begin()));
    world.objects.byKey.keySet().removeIf(key -> key.contains("/orders-"));
    mismatch(
        "r2",
        "Part _penstock/sales/orders/parts/00000000000000000000-attempt-1/orders-00000.parquet of"
            + " bucket acme-lake is gone, and an entry names it");
    assertThat(world.dataset()).isEmpty();
  }

  @Test
  void aTargetThatFailsKeepsTheOthersOfItsWarehouseFromBeingPublished() {
    world.warehouse.lost.put("sales.orders", List.of());
    mismatch("r1", "Table sales.orders is gone");
    assertThat(world.warehouse.tables).isEmpty();
    world.warehouse.lost.clear();
    process("r2", "attempt-2").work();
    process("r1", "attempt-3").work();
    world.holdsExactly("r1", "r2");
    world.isClean();
  }

  @Test
  void aTailStaysWhileTheHeadNamesIt() {
    process("r1", "attempt-1").work();
    var tail = StagedParts.tail(SimulatedWorld.ROOT, attempt("r1", "attempt-1", 0), "orders");
    for (int run = 2; run < 14; run++) {
      // Nothing was read: the watermark stays, longer than a sweep looks back.
      var process = process("r" + run, "attempt-" + run);
      process.commit(Entries.append((Protocol.Begun.Fresh) process.begin(), List.of()));
      assertThat(world.objects.byKey).containsKey(tail);
    }
  }

  @Test
  void theNextTailSweepsTheLast() {
    process("r1", "attempt-1").work();
    process("r2", "attempt-2").work();
    assertThat(world.objects.byKey.keySet())
        .filteredOn(key -> key.contains("/tail-"))
        .containsExactly(
            StagedParts.tail(SimulatedWorld.ROOT, attempt("r2", "attempt-2", 1), "orders"));
  }

  @Test
  void aTailThatIsGoneIsRefusedWithTheWaysOut() {
    process("r1", "attempt-1").work();
    world.objects.byKey.keySet().removeIf(key -> key.contains("/tail-"));
    mismatch(
        "r2",
        "The tail _penstock/sales/orders/parts/00000000000000000000-attempt-1/tail-orders.parquet"
            + " of source orders is gone from bucket acme-lake");
    world.holdsExactly("r1");
  }

  @Test
  void aTailThatIsAnotherObjectIsRefused() {
    process("r1", "attempt-1").work();
    world.objects.byKey.replaceAll(
        (key, content) -> key.contains("/tail-") ? "tail of entry 2".getBytes() : content);
    assertThatThrownBy(() -> process("r2", "attempt-2").work())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is another object in bucket acme-lake");
  }

  @Test
  void anAttemptWhoseTailAnotherRunHasSweptHasLostItsBase() {
    process("r1", "attempt-1").work();
    var slow = process("r2", "attempt-2");
    var fresh = (Protocol.Begun.Fresh) slow.begin();
    process("r3", "attempt-3").work();
    assertThatThrownBy(() -> slow.stage(fresh))
        .isInstanceOf(TransientException.class)
        .hasMessage("Run r3 took number 2 of sales/orders while this attempt worked");
  }

  private static Attempt attempt(String run, String id, long base) {
    return new Attempt(SimulatedWorld.run(run), id, base);
  }

  @Test
  void aRunWithoutRowsIsCommittedToo() {
    var process = process("r1", "attempt-1");
    var fresh = (Protocol.Begun.Fresh) process.begin();
    var entry = process.commit(Entries.append(fresh, List.of()));
    assertThat(entry.number()).isEqualTo(1);
    assertThat(world.warehouse.positions.get("orders").number()).isEqualTo(1);
    process("r2", "attempt-2").work();
    world.holdsExactly("r2");
  }

  private Protocol.Begun.Fresh look(Entry.Operation operation, Protocol.Side... sides) {
    return process("dry", "attempt-dry")
        .protocol
        .look(SimulatedWorld.run("dry"), "attempt-dry", operation, List.of(sides));
  }

  private void lookRefuses(String message, Ledger.TableOf table) {
    var objects = List.copyOf(world.objects.byKey.keySet());
    var positions = Map.copyOf(world.warehouse.positions);
    assertThatThrownBy(() ->
            look(
                Entry.Operation.APPEND,
                new Protocol.Side.Warehouse(SimulatedLedger.CONNECTION, table)))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> assertThat(e.reason()).hasToString("HistoryMismatch"))
        .hasMessage(message);
    assertThat(world.objects.byKey.keySet()).containsExactlyElementsOf(objects);
    assertThat(world.warehouse.positions).isEqualTo(positions);
  }

  @Test
  void aLookRefusesTheTableAndTheLostLedgerThatARunWouldBeRefusedFor() {
    process("r1", "attempt-1").work();
    lookRefuses(
        "Target orders has filled table sales.orders of warehouse warehouse, the spec names"
            + " sales.other",
        new Ledger.TableOf("orders", "sales.other"));
    world.warehouse.positions.clear();
    lookRefuses(
        "Warehouse warehouse has no ledger for target orders, entry 1 of the log says it had one",
        SimulatedWorld.TABLE);
    var all =
        look(
            Entry.Operation.REPLACE_ALL,
            new Protocol.Side.Warehouse(SimulatedLedger.CONNECTION, SimulatedWorld.TABLE));
    assertThat(all.attempt().base()).as("a refresh is the way out").isEqualTo(1);
    var filled =
        look(
            Entry.Operation.APPEND,
            new Protocol.Side.Warehouse(SimulatedLedger.CONNECTION, SimulatedWorld.TABLE, true));
    assertThat(filled.attempt().base()).as("and the log another").isEqualTo(1);
  }

  @Test
  void aLookForARefreshRefusesALedgerAheadOfTheLog() {
    process("r1", "attempt-1").work();
    var position = world.warehouse.positions.get("orders");
    world.warehouse.positions.put("orders", new Ledger.Position(position.log(), 7));
    assertThatThrownBy(() ->
            look(
                Entry.Operation.REPLACE_ALL,
                new Protocol.Side.Warehouse(SimulatedLedger.CONNECTION, SimulatedWorld.TABLE)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("holds entry 7");
  }
}
