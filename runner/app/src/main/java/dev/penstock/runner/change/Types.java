package dev.penstock.runner.change;

import dev.penstock.runner.change.ColumnChange.Kind;
import java.util.List;
import java.util.regex.Pattern;

/** Which type holds every value of which other one; types by the words of the log. */
final class Types {
  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),(\\d+)\\)");
  private static final List<List<String>> LADDERS =
      List.of(List.of("SMALLINT", "INTEGER", "BIGINT"), List.of("REAL", "DOUBLE PRECISION"));

  private Types() {}

  /** {@return what the change from one type to another is} */
  static Kind between(String before, String after) {
    if (holds(after, before)) {
      return Kind.WIDENED;
    }
    return holds(before, after) ? Kind.NARROWED : Kind.RETYPED;
  }

  private static boolean holds(String wide, String narrow) {
    for (var ladder : LADDERS) {
      if (ladder.contains(wide) && ladder.contains(narrow)) {
        return ladder.indexOf(wide) >= ladder.indexOf(narrow);
      }
    }
    var one = DECIMAL.matcher(wide);
    var other = DECIMAL.matcher(narrow);
    if (!one.matches() || !other.matches()) {
      // A day is a moment of it; the other way the time of day is lost.
      return wide.equals("TIMESTAMP") && narrow.equals("DATE");
    }
    int scale = Integer.parseInt(one.group(2));
    int less = Integer.parseInt(other.group(2));
    return scale >= less
        && Integer.parseInt(one.group(1)) - scale >= Integer.parseInt(other.group(1)) - less;
  }
}
