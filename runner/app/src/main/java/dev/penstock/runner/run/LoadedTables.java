package dev.penstock.runner.run;

import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.model.Table;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.Ledger;
import dev.penstock.runner.run.Discrepancy.Kind;
import dev.penstock.runner.run.Lives.Life;
import dev.penstock.runner.target.redshift.WarehouseView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

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

  /**
   * A target's table.
   *
   * @param current whether its target still fills it
   * @param fromLog whether it is filled from the log if it has no ledger
   * @param named the entries that name the target, by number, whatever side of it they name
   */
  private record Filled(
      String target,
      String connection,
      String table,
      boolean current,
      boolean fromLog,
      NavigableMap<Long, Named> named) {
    private String where() {
      return "Table %s in warehouse %s".formatted(table, connection);
    }

    /**
     * {@return the entries that it lacks and the next run publishes} None precedes one that
     * supersedes it.
     */
    private List<Named> after(long holds) {
      List<Named> lacking = new ArrayList<>();
      for (var one : named.tailMap(holds, false).descendingMap().values()) {
        if (!(one.life() instanceof Life.Current)) {
          break;
        }
        lacking.addFirst(one);
        if (one.entry().operation().supersedes()) {
          break;
        }
      }
      return current ? lacking : List.of();
    }
  }

  private record Named(Entry entry, CommittedTarget target, Life life) {
    private boolean supersedes() {
      return entry.operation().supersedes();
    }
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
    var ledger = view.ledgerName(filled.target());
    boolean exists = view.exists(filled.table());
    var log = history.getFirst().log();
    var lacking =
        lines.isEmpty()
            ? filled.after(0)
            : lines.getLast().log().equals(log)
                ? filled.after(lines.getLast().number())
                : List.<Named>of();
    if (lines.isEmpty()) {
      boolean made = !lacking.isEmpty() && lacking.getFirst().supersedes();
      boolean filling = filled.fromLog() && (!exists || view.rows(filled.table()) == 0);
      if (made || filling) {
        return lacks(filled, lacking, found);
      }
      if (filled.current()) {
        found.add(
            new Discrepancy(
                Kind.LEDGER_GONE,
                "Warehouse %s has no rows in ledger %s of target %s"
                    .formatted(filled.connection(), ledger, filled.target()),
                "Restore it from a snapshot together with the table, or run the pipeline once with"
                    + " fullRefresh"));
      }
      return Long.MAX_VALUE;
    }
    var takesOver = takesOver(filled, lines.getLast());
    if (takesOver.isPresent()) {
      return lacks(filled, List.of(takesOver.get()), found);
    }
    int before = found.size();
    rows(filled, lines, ledger, history, found);
    boolean fits = found.size() == before;
    long keep = lacks(filled, lacking, found);
    if (exists) {
      if (fits && !taken(filled)) {
        contents(filled, view, sinceEpoch(filled, lines), found);
      }
    } else if (filled.current() && (lacking.isEmpty() || !lacking.getFirst().supersedes())) {
      long rows = sinceBeginning(lines).stream().mapToLong(WarehouseView.Line::rows).sum();
      if (rows > 0) {
        found.add(
            new Discrepancy(
                Kind.TABLE_GONE,
                "%s is gone, and its ledger says that it got %d rows"
                    .formatted(filled.where(), rows),
                "Restore the table, or run the pipeline once with fullRefresh"));
      }
    }
    return keep;
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

  /** {@return the newest entry, if it is about to take the ledger over from another log} */
  private static Optional<Named> takesOver(Filled filled, WarehouseView.Line last) {
    var newest = filled.named().lastEntry().getValue();
    return newest
        .target()
        .warehouse()
        .flatMap(CommittedTarget.Warehouse::takesOver)
        .filter(new Ledger.Position(last.log(), last.number())::equals)
        .map(position -> newest);
  }

  /** {@return whether the table is now another target's, or was left for another} */
  private static boolean taken(Filled filled) {
    return switch (filled.named().lastEntry().getValue().life()) {
      case Life.Current() -> !filled.current();
      case Life.Replaced() -> true;
      case Life.Ended(var taken) ->
          taken.contains(new Lives.Place.Table(filled.connection(), filled.table()));
    };
  }

  private static List<WarehouseView.Line> sinceBeginning(List<WarehouseView.Line> lines) {
    return since(lines, line -> line.run().isEmpty());
  }

  /** {@return the rows from the one on that says all that the table held: nothing before counts} */
  private static List<WarehouseView.Line> sinceEpoch(
      Filled filled, List<WarehouseView.Line> lines) {
    return since(
        lines,
        line -> {
          var named = filled.named().get(line.number());
          return line.run().isEmpty() || named != null && named.supersedes();
        });
  }

  private static List<WarehouseView.Line> since(
      List<WarehouseView.Line> lines, Predicate<WarehouseView.Line> from) {
    for (int at = lines.size() - 1; at >= 0; at--) {
      if (from.test(lines.get(at))) {
        return lines.subList(at, lines.size());
      }
    }
    return lines;
  }

  /** The ledger's rows are beginnings and the entries that name the target, in order. */
  private static void rows(
      Filled filled,
      List<WarehouseView.Line> lines,
      String ledger,
      List<Entry> history,
      List<Discrepancy> found) {
    var log = history.getFirst().log();
    long head = history.getLast().number();
    var named = filled.named();
    var seen = new TreeSet<Long>();
    var epoch = sinceEpoch(filled, lines).getFirst();
    boolean known =
        epoch.run().isEmpty()
            || named.containsKey(epoch.number())
                && Objects.requireNonNull(named.get(epoch.number())).supersedes();
    long begins = known ? epoch.number() : -1;
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
      } else if (!line.run().isEmpty()) {
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
      if (number > begins && number < lines.getLast().number() && !seen.contains(number)) {
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
    List<Named> entries = new ArrayList<>();
    for (var line : lines) {
      var named = filled.named().get(line.number());
      if (named != null && !line.run().isEmpty()) {
        entries.add(named);
      }
    }
    boolean adopted =
        !entries.isEmpty() && entries.getFirst().entry().operation() == Entry.Operation.BASELINE;
    if (adopted) {
      entries.removeFirst();
    }
    if (entries.stream().allMatch(one -> one.target().upsert().isEmpty())) {
      appended(filled, view, lines, adopted, found);
      return;
    }
    var upsert = entries.getLast().target().upsert();
    // Rows that were adopted may repeat keys as they like.
    if (!adopted
        && upsert.isPresent()
        && entries.stream().allMatch(one -> one.target().upsert().equals(upsert))) {
      long repeated = view.repeatedKeys(filled.table(), upsert.get().key());
      if (repeated > 0) {
        found.add(
            new Discrepancy(
                Kind.KEY_REPEATED,
                "%s holds %d keys more than once".formatted(filled.where(), repeated),
                "Find out who else writes to it, and delete the older rows of these keys"));
      }
    }
  }

  private static void appended(
      Filled filled,
      WarehouseView view,
      List<WarehouseView.Line> lines,
      boolean adopted,
      List<Discrepancy> found) {
    Map<Long, Long> due = new TreeMap<>();
    lines.stream()
        .skip(adopted ? 1 : 0)
        .forEach(line -> due.merge(line.number(), line.rows(), Long::sum));
    var there = view.rowsByCommit(filled.table());
    due.forEach((number, rows) -> {
      long held = there.getOrDefault(number, 0L);
      if (held < rows) {
        found.add(
            new Discrepancy(
                Kind.ROWS_MISSING,
                "%s holds %d of the %d rows of entry %d"
                    .formatted(filled.where(), held, rows, number),
                "Restore them from a snapshot, or load the entry's objects again by hand"));
      }
    });
    if (adopted && lines.getFirst().rows() > 0) {
      // Rows that were adopted may bear any number, also one that an entry has by now.
      return;
    }
    there.forEach((commit, rows) -> {
      long more = rows - due.getOrDefault(commit, 0L);
      if (more > 0) {
        found.add(
            new Discrepancy(
                Kind.ROWS_FOREIGN,
                "%s holds %d rows more of commit %d than were published"
                    .formatted(filled.where(), more, commit),
                "Find out who else writes to it, and delete them"));
      }
    });
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
