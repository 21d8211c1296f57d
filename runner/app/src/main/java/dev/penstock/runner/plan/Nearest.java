package dev.penstock.runner.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The name that somebody most likely meant. */
final class Nearest {
  private Nearest() {}

  /**
   * {@return the one that fewest letters have to be changed for, the first of several}
   *
   * @param names at least one
   */
  static String of(String written, List<String> names) {
    var wanted = written.toLowerCase(Locale.ROOT);
    return names.stream()
        .min(Comparator.comparingInt(name -> distance(wanted, name.toLowerCase(Locale.ROOT))))
        .orElseThrow();
  }

  /** Letters to add, to remove and to replace. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
