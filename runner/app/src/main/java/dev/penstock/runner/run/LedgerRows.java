package dev.penstock.runner.run;

import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.Ledger;
import dev.penstock.runner.run.Discrepancy.Kind;
import dev.penstock.runner.target.redshift.WarehouseView.Line;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The rows of a ledger: beginnings, and the entries that name its target, in order.
 *
 * @param name of the ledger, qualified
 * @param lines the oldest first; one at least
 */
record LedgerRows(Filled filled, String name, List<Line> lines) {
  LedgerRows {
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("Ledger %s has no rows".formatted(name));
    }
  }

  /** {@return where the table stands} */
  Ledger.Position standing() {
    return new Ledger.Position(lines.getLast().log(), lines.getLast().number());
  }

  /** {@return how many rows the table got since its history began} */
  long rowsAdded() {
    return since(line -> line.run().isEmpty()).stream().mapToLong(Line::rows).sum();
  }

  /** {@return the rows from the one on that says all that the table held: nothing before counts} */
  List<Line> sinceEpoch() {
    return since(this::begins);
  }

  private boolean begins(Line line) {
    return line.run().isEmpty()
        || filled.at(line.number()).filter(Filled.Named::supersedes).isPresent();
  }

  private List<Line> since(Predicate<Line> from) {
    for (int at = lines.size() - 1; at >= 0; at--) {
      if (from.test(lines.get(at))) {
        return lines.subList(at, lines.size());
      }
    }
    return lines;
  }

  /**
   * Compares them with the log.
   *
   * @param history the oldest first
   */
  void compare(List<Entry> history, List<Discrepancy> found) {
    var log = history.getFirst().log();
    long head = history.getLast().number();
    var seen = new TreeSet<Long>();
    for (var line : lines) {
      if (!line.log().equals(log)) {
        found.add(
            new Discrepancy(
                Kind.LEDGER_FOREIGN,
                "%s follows log %s at number %d, not %s"
                    .formatted(where(), line.log(), line.number(), log),
                "Name the store that the table was loaded by, or an empty table"));
        return;
      }
      if (line.number() > head) {
        found.add(
            new Discrepancy(
                Kind.LEDGER_AHEAD,
                "%s holds entry %d, the log ends at %d".formatted(where(), line.number(), head),
                "Restore the missing entries from the bucket's versions"));
      } else if (!line.run().isEmpty()) {
        published(line, !seen.add(line.number()), found);
      }
    }
    missing(log, seen, found);
  }

  private void published(Line line, boolean twice, List<Discrepancy> found) {
    boolean known =
        filled.at(line.number()).filter(one -> one.entry().run().equals(line.run())).isPresent();
    if (twice || !known) {
      found.add(
          new Discrepancy(
              Kind.LEDGER_ROW_FOREIGN,
              "%s has a row for number %d and run %s that %s"
                  .formatted(
                      where(),
                      line.number(),
                      line.run(),
                      twice ? "stands there twice" : "no entry of the log is behind"),
              "Find out who wrote to it: DELETE the row if the table does not hold its rows"));
    }
  }

  private void missing(String log, TreeSet<Long> seen, List<Discrepancy> found) {
    var epoch = sinceEpoch().getFirst();
    long begins = begins(epoch) ? epoch.number() : -1;
    for (var one : filled.named().tailMap(begins, false).values()) {
      var entry = one.entry();
      if (entry.number() < lines.getLast().number() && !seen.contains(entry.number())) {
        found.add(
            new Discrepancy(
                Kind.LEDGER_ROW_GONE,
                "%s has no row for entry %d".formatted(where(), entry.number()),
                "Restore it from a snapshot; the row says log %s, number %d, run %s, attempt %s"
                    .formatted(log, entry.number(), entry.run(), entry.attempt())));
      }
    }
  }

  private String where() {
    return "Ledger %s in warehouse %s".formatted(name, filled.connection());
  }
}
