package dev.penstock.runner.commit;

import static dev.penstock.runner.commit.HistoryMismatch.mismatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;

/** Brings an entry to every side that it names. Anybody may repeat it at any time. */
final class Publication {
  private final CommitLog log;
  private final Visibility visibility;
  private final Ledgers ledgers;
  private final Executor executor;
  private final Living living;

  /**
   * @param executor runs the sides at the same time
   */
  Publication(CommitLog log, Visibility visibility, Ledgers ledgers, Executor executor) {
    this.log = log;
    this.visibility = visibility;
    this.ledgers = ledgers;
    this.executor = executor;
    this.living = new Living(log);
  }

  void publish(Entry entry) {
    List<Runnable> sides = new ArrayList<>();
    sides.add(() -> show(entry));
    for (var warehouse : entry.warehouses()) {
      if (ledgers.has(warehouse)) {
        sides.add(() -> publish(entry, warehouse));
      }
    }
    Together.run(executor, sides);
    refuseBeyond(entry);
  }

  // A side whose connection only an earlier spec named is passed over by proof, never by hope: a
  // commit that it lacks would be lost, and nobody told.
  private void refuseBeyond(Entry entry) {
    for (var target : entry.targets()) {
      var lacking =
          target
              .warehouse()
              .map(CommittedTarget.Warehouse::connection)
              .filter(connection -> !ledgers.has(connection))
              .or(() -> visibility.beyond(target));
      if (lacking.isPresent() && !log.attests(entry)) {
        throw mismatch(
            "Entry %d fills target %s by connection %s, which this run does not have, and no receipt"
                    .formatted(entry.number(), target.name(), lacking.get())
                + " says that it is there",
            "Bring the target back into the spec as it was for one run, or run it once with"
                + " fullRefresh, which does without what may be missing there");
      }
    }
  }

  // The new parts first: who reads the directory sees rows twice for a moment, and never too few.
  private void show(Entry entry) {
    visibility.show(entry);
    new Superseded(log, visibility).clear(entry);
  }

  /** Applies it in one warehouse, after whatever that one lacks. */
  void publish(Entry entry, String warehouse) {
    var ledger = ledgers.of(warehouse);
    Deque<Entry> due = new ArrayDeque<>(List.of(entry));
    while (!due.isEmpty()) {
      var first = due.peek();
      switch (ledger.publish(living.of(first), visibility)) {
        case Ledger.Published.There() -> due.pop();
        case Ledger.Published.Behind(var target, var missing) ->
            due.push(forerunner(first, target, warehouse, missing));
      }
    }
  }

  private Entry forerunner(Entry entry, String target, String warehouse, long missing) {
    if (missing >= entry.number()) {
      throw mismatch(
          "Entry %d says that entry %d precedes it for target %s"
              .formatted(entry.number(), missing, target));
    }
    var earlier = log.read(missing);
    var named = earlier.target(target);
    if (named.isEmpty()) {
      throw mismatch(
          "Target %s in warehouse %s holds less than where its history begins, at entry %d"
              .formatted(target, warehouse, missing),
          HistoryMismatch.refreshOr("restore a newer backup of the warehouse"));
    }
    if (named.get().in(warehouse)) {
      return earlier;
    }
    // It was committed before the target had its side here.
    var history = new TargetHistory(log, target);
    var table =
        entry
            .target(target)
            .flatMap(CommittedTarget::warehouse)
            .map(side -> new Ledger.TableOf(target, side.table()))
            .orElseThrow();
    long holds = history.newest(missing - 1).map(Entry::number).orElse(missing - 1);
    return history.into(earlier, new Protocol.Side.Warehouse(warehouse, table), holds);
  }
}
