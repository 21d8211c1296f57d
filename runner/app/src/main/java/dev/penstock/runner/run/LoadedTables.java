package dev.penstock.runner.run;

import dev.penstock.api.model.ResourceName;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.run.Discrepancy.Kind;
import dev.penstock.runner.target.redshift.WarehouseView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares ledgers, tables and what is staged in warehouses with the log. Used once. */
final class LoadedTables {
  private final Warehouses warehouses;
  private final ResourceName pipeline;
  private int ledgers;

  LoadedTables(Warehouses warehouses, ResourceName pipeline) {
    this.warehouses = warehouses;
    this.pipeline = pipeline;
  }

  /** {@return how many ledgers were looked at} */
  int ledgers() {
    return ledgers;
  }

  /** A target's table, and the entries that name it, the oldest first. */
  private record Filled(String target, String connection, String table, List<Named> entries) {}

  private record Named(Entry entry, CommittedTarget target) {}

  void compare(List<Entry> history, List<Discrepancy> found) {
    Map<String, Filled> tables = new LinkedHashMap<>();
    for (var entry : history) {
      for (var target : entry.targets()) {
        target
            .warehouse()
            .ifPresent(side ->
                tables
                    .computeIfAbsent(
                        side.connection() + "/" + target.name(),
                        key ->
                            new Filled(
                                target.name(), side.connection(), side.table(), new ArrayList<>()))
                    .entries()
                    .add(new Named(entry, target)));
      }
    }
    var unpublished = new TreeSet<String>();
    for (var filled : tables.values()) {
      compare(filled, history, found, unpublished);
    }
    var connections = new TreeSet<String>();
    tables.values().forEach(filled -> connections.add(filled.connection()));
    for (var connection : connections) {
      staged(view(connection), history.getLast().number(), unpublished, found);
    }
  }

  private WarehouseView view(String connection) {
    return new WarehouseView(warehouses.open(connection).session(), pipeline);
  }

  private void compare(
      Filled filled, List<Entry> history, List<Discrepancy> found, Set<String> unpublished) {
    ledgers++;
    var view = view(filled.connection());
    var lines = view.ledger(filled.target());
    var ledger = view.ledgerName(filled.target());
    if (lines.isEmpty()) {
      found.add(
          new Discrepancy(
              Kind.LEDGER_GONE,
              "Warehouse %s has no rows in ledger %s of target %s"
                  .formatted(filled.connection(), ledger, filled.target()),
              "Restore it from a snapshot together with the table, or give the target a new name"));
      return;
    }
    int before = found.size();
    rows(filled, lines, ledger, history, found);
    var last = lines.getLast().number();
    for (var named : filled.entries()) {
      if (named.entry().number() > last) {
        unpublished.add(view.stagingOf(named.entry(), filled.target()));
        found.add(
            new Discrepancy(
                Kind.NOT_PUBLISHED,
                "Table %s in warehouse %s lacks entry %d, which the log has"
                    .formatted(filled.table(), filled.connection(), named.entry().number()),
                "The pipeline's next run publishes it first"));
      }
    }
    if (!view.exists(filled.table())) {
      found.add(
          new Discrepancy(
              Kind.TABLE_GONE,
              "Table %s in warehouse %s is gone, and its ledger says that it got %d rows"
                  .formatted(
                      filled.table(),
                      filled.connection(),
                      lines.stream().mapToLong(WarehouseView.Line::rows).sum()),
              "Restore the table, or give the target a new name"));
    } else if (found.size() == before || onlyUnpublished(found.subList(before, found.size()))) {
      contents(filled, view, lines, found);
    }
  }

  private static boolean onlyUnpublished(List<Discrepancy> found) {
    return found.stream().allMatch(one -> one.kind() == Kind.NOT_PUBLISHED);
  }

  /** The ledger's rows are the baseline and then the entries that name the target, in order. */
  private static void rows(
      Filled filled,
      List<WarehouseView.Line> lines,
      String ledger,
      List<Entry> history,
      List<Discrepancy> found) {
    var log = history.getFirst().log();
    long head = history.getLast().number();
    Map<Long, Named> named = new TreeMap<>();
    filled.entries().forEach(one -> named.put(one.entry().number(), one));
    var seen = new TreeSet<Long>();
    var baseline = lines.getFirst().run().isEmpty() ? lines.getFirst().number() : -1L;
    for (var line : lines) {
      var where = "Ledger %s in warehouse %s".formatted(ledger, filled.connection());
      if (!line.log().equals(log)) {
        found.add(
            new Discrepancy(
                Kind.LEDGER_FOREIGN,
                "%s follows log %s at number %d, not %s"
                    .formatted(where, line.log(), line.number(), log),
                "Name the store that the table was loaded by, or an empty table"));
        return;
      }
      if (line.number() > head) {
        found.add(
            new Discrepancy(
                Kind.LEDGER_AHEAD,
                "%s holds entry %d, the log ends at %d".formatted(where, line.number(), head),
                "Restore the missing entries from the bucket's versions"));
      } else if (line.number() != baseline) {
        var entry = named.get(line.number());
        boolean twice = !seen.add(line.number());
        if (twice || entry == null || !entry.entry().run().equals(line.run())) {
          found.add(
              new Discrepancy(
                  Kind.LEDGER_ROW_FOREIGN,
                  "%s has a row for number %d and run %s that %s"
                      .formatted(
                          where,
                          line.number(),
                          line.run(),
                          twice ? "stands there twice" : "no entry of the log is behind"),
                  "Find out who wrote to it: DELETE the row if the table does not hold its rows"));
        }
      }
    }
    for (var one : named.values()) {
      long number = one.entry().number();
      if (number > baseline && number < lines.getLast().number() && !seen.contains(number)) {
        found.add(
            new Discrepancy(
                Kind.LEDGER_ROW_GONE,
                "Ledger %s in warehouse %s has no row for entry %d"
                    .formatted(ledger, filled.connection(), number),
                "Restore it from a snapshot; the row says log %s, number %d, run %s, attempt %s"
                    .formatted(log, number, one.entry().run(), one.entry().attempt())));
      }
    }
  }

  /** What a table must hold is proven only where all its entries do the same simple thing. */
  private static void contents(
      Filled filled, WarehouseView view, List<WarehouseView.Line> lines, List<Discrepancy> found) {
    var entries = filled.entries();
    if (entries.stream().anyMatch(one -> one.entry().operation() != Entry.Operation.APPEND)) {
      return;
    }
    var upsert = entries.getLast().target().upsert();
    if (entries.stream().allMatch(one -> one.target().upsert().isEmpty())) {
      appended(filled, view, lines, found);
    } else if (upsert.isPresent()
        && entries.stream().allMatch(one -> one.target().upsert().equals(upsert))) {
      long repeated = view.repeatedKeys(filled.table(), upsert.get().key());
      if (repeated > 0) {
        found.add(
            new Discrepancy(
                Kind.KEY_REPEATED,
                "Table %s in warehouse %s holds %d keys more than once"
                    .formatted(filled.table(), filled.connection(), repeated),
                "Find out who else writes to it, and delete the older rows of these keys"));
      }
    }
  }

  private static void appended(
      Filled filled, WarehouseView view, List<WarehouseView.Line> lines, List<Discrepancy> found) {
    Map<Long, Long> due = new HashMap<>();
    lines.forEach(line -> due.merge(line.number(), line.rows(), Long::sum));
    var there = view.rowsByCommit(filled.table());
    var where = "Table %s in warehouse %s".formatted(filled.table(), filled.connection());
    for (var line : due.entrySet()) {
      long rows = there.getOrDefault(line.getKey(), 0L);
      if (rows < line.getValue()) {
        found.add(
            new Discrepancy(
                Kind.ROWS_MISSING,
                "%s holds %d of the %d rows of entry %d"
                    .formatted(where, rows, line.getValue(), line.getKey()),
                "Restore them from a snapshot, or load the entry's objects again by hand"));
      }
    }
    there.forEach((commit, rows) -> {
      long more = rows - due.getOrDefault(commit, 0L);
      if (more > 0) {
        found.add(
            new Discrepancy(
                Kind.ROWS_FOREIGN,
                "%s holds %d rows more of commit %d than were published"
                    .formatted(where, more, commit),
                "Find out who else writes to it, and delete them"));
      }
    });
  }

  private static void staged(
      WarehouseView view, long head, Set<String> unpublished, List<Discrepancy> found) {
    for (var staged : view.stagingTables()) {
      if (staged.base().isEmpty() || staged.base().getAsLong() > head) {
        found.add(
            new Discrepancy(
                Kind.STAGING_FOREIGN,
                "Table %s is named like a staging table of this pipeline, and no attempt made it"
                    .formatted(staged.table()),
                "Drop it if nobody knows it"));
      } else if (staged.base().getAsLong() < head && !unpublished.contains(staged.table())) {
        found.add(
            new Discrepancy(
                Kind.STAGING_LEFT,
                "Staging table %s is left, and nobody can need it".formatted(staged.table()),
                "./penstock sweep -f drops it"));
      }
    }
  }
}
