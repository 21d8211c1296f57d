package dev.penstock.runner.run;

import dev.penstock.runner.commit.CommittedPart;
import dev.penstock.runner.commit.CommittedTarget.Upsert;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.run.Discrepancy.Kind;
import dev.penstock.runner.run.Filled.Named;
import dev.penstock.runner.target.redshift.WarehouseView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rows of a table. What it must hold is proven only where all its entries do the same simple
 * thing.
 *
 * @param versions compares tables that keep versions with the parts; empty: parts are not read
 */
record TableContents(Filled filled, WarehouseView view, Optional<VersionsCompared> versions) {
  /**
   * Compares them with a ledger that fits the log.
   *
   * @param lines those that count
   */
  void compare(List<WarehouseView.Line> lines, List<Discrepancy> found) {
    List<Named> entries = new ArrayList<>();
    for (var line : lines) {
      if (!line.run().isEmpty()) {
        filled.at(line.number()).ifPresent(entries::add);
      }
    }
    boolean adopted =
        !entries.isEmpty() && entries.getFirst().entry().operation() == Entry.Operation.BASELINE;
    if (adopted) {
      entries.removeFirst();
    }
    if (entries.stream().allMatch(one -> one.target().upsert().isEmpty())) {
      appended(lines, adopted, found);
      return;
    }
    var newest = entries.getLast();
    var upsert = newest.target().upsert();
    if (newest.target().deletesAbsent() && newest.entry().number() == lines.getLast().number()) {
      // It took all that was there before, adopted or not.
      counted(Map.of(newest.entry().number(), lines.getLast().rows()), true, found);
      upserted(upsert.orElseThrow().key(), found);
      return;
    }
    if (newest.target().upsert().filter(Upsert::keepsVersions).isPresent()) {
      versioned(entries, upsert.orElseThrow().key(), found);
      return;
    }
    // Rows that were adopted may repeat keys as they like.
    if (!adopted
        && upsert.isPresent()
        && entries.stream()
            .allMatch(one ->
                one.target()
                    .upsert()
                    .filter(how -> !how.keepsVersions())
                    .map(Upsert::key)
                    .equals(upsert.map(Upsert::key)))) {
      upserted(upsert.get().key(), found);
    }
  }

  private void versioned(List<Named> entries, List<String> key, List<Discrepancy> found) {
    long broken = view.brokenVersions(filled.table(), key);
    if (broken > 0) {
      found.add(
          new Discrepancy(
              Kind.VERSIONS_BROKEN,
              "%s holds %d versions that are no history of their key, such as two of one time"
                  .formatted(filled.where(), broken),
              "Find out who else writes to it, and run the pipeline once with fullRefresh if its"
                  + " source has every version"));
      return;
    }
    versions.ifPresent(compared -> compared.compare(filled, entries, view, found));
  }

  private void upserted(List<String> key, List<Discrepancy> found) {
    long repeated = view.repeatedKeys(filled.table(), key);
    if (repeated > 0) {
      found.add(
          new Discrepancy(
              Kind.KEY_REPEATED,
              "%s holds %d keys more than once".formatted(filled.where(), repeated),
              "Find out who else writes to it, and delete the older rows of these keys"));
    }
  }

  /** {@return the rows of an entry whose days no later one has replaced that the table holds} */
  private long living(WarehouseView.Line line, long holds) {
    var named = filled.at(line.number());
    if (named.isEmpty() || named.get().target().days().isEmpty()) {
      return line.rows();
    }
    var later = filled.named().subMap(line.number(), false, holds, true).values();
    return named.get().target().parts().stream()
        .filter(part -> later.stream().noneMatch(one -> one.target().overtakes(part)))
        .mapToLong(CommittedPart::rows)
        .sum();
  }

  private void appended(List<WarehouseView.Line> lines, boolean adopted, List<Discrepancy> found) {
    long holds = lines.getLast().number();
    Map<Long, Long> due = new TreeMap<>();
    lines.stream()
        .skip(adopted ? 1 : 0)
        .forEach(line ->
            due.merge(line.number(), Math.min(line.rows(), living(line, holds)), Long::sum));
    // Rows that were adopted may bear any number, also one that an entry has by now.
    counted(due, !adopted || lines.getFirst().rows() == 0, found);
  }

  /**
   * @param due rows by the number of their commit
   * @param alone whether rows of other commits are somebody else's
   */
  private void counted(Map<Long, Long> due, boolean alone, List<Discrepancy> found) {
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
    if (!alone) {
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
}
