package dev.penstock.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * What comparisons found.
 *
 * @param lost rows that a side lacks, over all sides
 * @param doubled rows that a side has more often than it may, or should not have at all
 * @param findings what is wrong, a sentence each; none: nothing
 */
record Verdict(long lost, long doubled, List<String> findings) {
  static final Verdict CLEAN = new Verdict(0, 0, List.of());

  Verdict {
    findings = List.copyOf(findings);
  }

  static Verdict wrong(String finding) {
    return new Verdict(0, 0, List.of(finding));
  }

  boolean clean() {
    return findings.isEmpty();
  }

  Verdict and(Verdict other) {
    var all = new ArrayList<>(findings);
    all.addAll(other.findings);
    return new Verdict(lost + other.lost, doubled + other.doubled, all);
  }

  /** {@return the same, each finding with a word before it} */
  Verdict in(String where) {
    return new Verdict(
        lost, doubled, findings.stream().map(finding -> where + ": " + finding).toList());
  }
}
