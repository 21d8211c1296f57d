package dev.penstock.runner.run;

import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.model.Table;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.run.Discrepancy.Kind;
import dev.penstock.runner.run.Filled.Named;
import dev.penstock.runner.run.Lives.Life;
import dev.penstock.runner.target.redshift.WarehouseView;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares ledgers, tables and what is staged in warehouses with the log. Used once. */
final class LoadedTables {
  private final Warehouses warehouses;
  private final ResourceName pipeline;
  private final Set<Unseen> unseen = new LinkedHashSet<>();
  private final Optional<VersionsCompared> versions;
  private int ledgers;

  /**
   * @param versions compares tables that keep versions with the parts; empty: parts are not read
   */
  LoadedTables(Warehouses warehouses, ResourceName pipeline, Optional<VersionsCompared> versions) {
    this.warehouses = warehouses;
    this.pipeline = pipeline;
    this.versions = versions;
  }

  /** {@return how many ledgers were looked at} */
  int ledgers() {
    return ledgers;
  }

  /** {@return what lies in warehouses that are not at hand} */
  Set<Unseen> unseen() {
    return unseen;
  }

  /** A warehouse's side of a target. */
  private record Side(String target, String connection) {}

  /**
   * Compares.
   *
   * @param before what staged tables of this base or a higher one may be needed yet
   * @return the same, now that is known what tables lack
   */
  long compare(
      Pipeline pipeline, List<Entry> history, Lives lives, long before, List<Discrepancy> found) {
    Map<String, NavigableMap<Long, Named>> named = new HashMap<>();
    Map<Side, String> tables = new LinkedHashMap<>();
    for (var entry : history) {
      for (var target : entry.targets()) {
        named
            .computeIfAbsent(target.name(), key -> new TreeMap<>())
            .put(entry.number(), new Named(entry, target, lives.of(entry, target)));
        target
            .warehouse()
            .ifPresent(
                side -> tables.put(new Side(target.name(), side.connection()), side.table()));
      }
    }
    Map<Side, Table> wanted = new HashMap<>();
    for (var target : pipeline.targets()) {
      target
          .redshift()
          .ifPresent(table -> {
            var side = new Side(target.name(), table.connection());
            wanted.put(side, table);
            if (table.fromLog() && named.containsKey(target.name())) {
              tables.putIfAbsent(side, table.qualified());
            }
          });
    }
    for (var side : List.copyOf(tables.keySet())) {
      if (!warehouses.has(side.connection())) {
        unseen.add(new Unseen(side.target(), side.connection()));
        tables.remove(side);
      }
    }
    long keep = before;
    for (var one : tables.entrySet()) {
      var side = one.getKey();
      var all = named.getOrDefault(side.target(), new TreeMap<>());
      var last = all.lastEntry().getValue();
      boolean spec = wanted.containsKey(side);
      boolean current =
          last.life() instanceof Life.Current
              && (spec
                  || last.target()
                      .warehouse()
                      .filter(w -> w.connection().equals(side.connection()))
                      .isPresent());
      var filled =
          new Filled(
              side.target(),
              side.connection(),
              one.getValue(),
              current,
              spec && Objects.requireNonNull(wanted.get(side)).fromLog(),
              all);
      keep = Math.min(keep, compare(filled, history, found));
    }
    var connections = new TreeSet<String>();
    tables.keySet().forEach(side -> connections.add(side.connection()));
    for (var connection : connections) {
      staged(view(connection), history.getLast().number(), keep, found);
    }
    return keep;
  }

  private WarehouseView view(String connection) {
    return new WarehouseView(warehouses.open(connection).session(), pipeline);
  }

  /** {@return the base from which on what was staged may be needed for the table} */
  private long compare(Filled filled, List<Entry> history, List<Discrepancy> found) {
    ledgers++;
    var view = view(filled.connection());
    var lines = view.ledger(filled.target());
    if (lines.isEmpty()) {
      return withoutLedger(filled, view, found);
    }
    var rows = new LedgerRows(filled, view.ledgerName(filled.target()), lines);
    var standing = rows.standing();
    var takesOver = filled.takesOver(standing);
    if (takesOver.isPresent()) {
      return lacks(filled, List.of(takesOver.get()), found);
    }
    boolean follows = standing.log().equals(history.getFirst().log());
    var lacking = follows ? filled.after(standing.number()) : List.<Named>of();
    int before = found.size();
    rows.compare(history, found);
    boolean fits = found.size() == before;
    long keep = lacks(filled, lacking, found);
    if (view.exists(filled.table())) {
      if (fits && !filled.taken()) {
        new TableContents(filled, view, versions).compare(rows.sinceEpoch(), found);
      }
    } else if (filled.current() && !isMade(lacking) && rows.rowsAdded() > 0) {
      found.add(
          new Discrepancy(
              Kind.TABLE_GONE,
              "%s is gone, and its ledger says that it got %d rows"
                  .formatted(filled.where(), rows.rowsAdded()),
              "Restore the table, or run the pipeline once with fullRefresh"));
    }
    return keep;
  }

  private static long withoutLedger(Filled filled, WarehouseView view, List<Discrepancy> found) {
    var lacking = filled.after(0);
    boolean filling =
        filled.fromLog() && (!view.exists(filled.table()) || view.rows(filled.table()) == 0);
    if (isMade(lacking) || filling) {
      return lacks(filled, lacking, found);
    }
    if (filled.current()) {
      found.add(
          new Discrepancy(
              Kind.LEDGER_GONE,
              "Warehouse %s has no rows in ledger %s of target %s"
                  .formatted(
                      filled.connection(), view.ledgerName(filled.target()), filled.target()),
              "Restore it from a snapshot together with the table, or run the pipeline once with"
                  + " fullRefresh"));
    }
    return Long.MAX_VALUE;
  }

  /** {@return whether what comes next makes ledger and table, whatever has become of them} */
  private static boolean isMade(List<Named> lacking) {
    return !lacking.isEmpty() && lacking.getFirst().makes();
  }

  private static long lacks(Filled filled, List<Named> lacking, List<Discrepancy> found) {
    if (lacking.isEmpty()) {
      return Long.MAX_VALUE;
    }
    var first = lacking.getFirst().entry();
    found.add(
        new Discrepancy(
            Kind.NOT_PUBLISHED,
            lacking.size() == 1
                ? "%s lacks entry %d, which the log has".formatted(filled.where(), first.number())
                : "%s lacks %d entries from %d on, which the log has"
                    .formatted(filled.where(), lacking.size(), first.number()),
            "The pipeline's next run publishes %s first"
                .formatted(lacking.size() == 1 ? "it" : "them")));
    return first.base();
  }

  private static void staged(WarehouseView view, long head, long keep, List<Discrepancy> found) {
    for (var staged : view.stagingTables()) {
      if (staged.base().isEmpty() || staged.base().getAsLong() > head) {
        found.add(
            new Discrepancy(
                Kind.STAGING_FOREIGN,
                "Table %s is named like a staging table of this pipeline, and no attempt made it"
                    .formatted(staged.table()),
                "Drop it if nobody knows it"));
      } else if (staged.base().getAsLong() < keep) {
        found.add(
            new Discrepancy(
                Kind.STAGING_LEFT,
                "Staging table %s is left, and nobody can need it".formatted(staged.table()),
                "./penstock sweep -f drops it"));
      }
    }
  }
}
