package dev.penstock.runner.commit.model;

import dev.penstock.runner.commit.Days;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rows as texts: what tells a row apart, then who delivered it. A run reads the increment after its
 * base, whichever run it is: two entries of one base would hold the same rows.
 */
final class Rows {
  private Rows() {}

  /** {@return the one row of a part} */
  static String of(Pipelines.Target target, long base, String attempt, int seq) {
    return target.upsert()
        ? "key|%d|%s".formatted(base, attempt)
        : "%s/%d#%d|%s".formatted(target.name(), base, seq, attempt);
  }

  /** {@return the day of a row of a daily target: its first part has the one that all runs have} */
  static LocalDate day(long base, int seq) {
    return LocalDate.of(2026, 3, 1).plusDays(seq == 0 ? 0 : 1 + base);
  }

  private static LocalDate day(String row) {
    var identity = identity(row);
    int base = identity.indexOf('/') + 1;
    int seq = identity.indexOf('#') + 1;
    return day(
        Long.parseLong(identity.substring(base, seq - 1)),
        Integer.parseInt(identity.substring(seq)));
  }

  /** {@return the rows that are of none of these days} */
  static List<String> without(List<String> rows, Optional<Days> days) {
    return days.map(gone -> rows.stream().filter(row -> !gone.covers(day(row))).toList())
        .orElse(rows);
  }

  /** {@return what tells a row apart} */
  static String identity(String row) {
    return row.substring(0, row.indexOf('|'));
  }

  /** {@return what a table holds after rows have come, in order} */
  static List<String> applied(List<String> before, List<String> rows, boolean upsert) {
    List<String> after = new ArrayList<>(before);
    if (upsert) {
      Set<String> keys = new HashSet<>();
      rows.forEach(row -> keys.add(identity(row)));
      after.removeIf(row -> keys.contains(identity(row)));
    }
    after.addAll(rows);
    after.sort(null);
    return after;
  }
}
