package dev.penstock.runner.commit.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
