package dev.penstock.runner.change;

import dev.penstock.runner.change.ColumnChange.Kind;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which type holds every value of which other one exactly; types by the words of the log. */
final class Types {
  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),(\\d+)\\)");
  private static final Map<String, Numbers> NUMBERS =
      Map.of(
          "SMALLINT", integers(15),
          "INTEGER", integers(31),
          "BIGINT", integers(63),
          "REAL", floats(24),
          "DOUBLE PRECISION", floats(53));

  /**
   * The numbers that a type holds.
   *
   * @param scale digits behind the point
   * @param floating whether there are others, too; the range is that of all whole numbers then
   */
  private record Numbers(BigDecimal least, BigDecimal most, int scale, boolean floating) {
    boolean holds(Numbers other) {
      return least.compareTo(other.least) <= 0
          && most.compareTo(other.most) >= 0
          && scale >= other.scale
          && (floating || !other.floating);
    }
  }

  private Types() {}

  /** {@return what the change from one type to another is} */
  static Kind between(String before, String after) {
    if (holds(after, before)) {
      return Kind.WIDENED;
    }
    return holds(before, after) ? Kind.NARROWED : Kind.RETYPED;
  }

  private static boolean holds(String wide, String narrow) {
    var one = numbers(wide);
    var other = numbers(narrow);
    if (one.isPresent() && other.isPresent()) {
      return one.get().holds(other.get());
    }
    // A day is a moment of it; the other way the time of day is lost.
    return wide.equals("TIMESTAMP") && narrow.equals("DATE");
  }

  private static Optional<Numbers> numbers(String type) {
    var decimal = DECIMAL.matcher(type);
    if (!decimal.matches()) {
      return Optional.ofNullable(NUMBERS.get(type));
    }
    int digits = Integer.parseInt(decimal.group(1));
    int scale = Integer.parseInt(decimal.group(2));
    var most = BigDecimal.TEN.pow(digits).subtract(BigDecimal.ONE).movePointLeft(scale);
    return Optional.of(new Numbers(most.negate(), most, scale, false));
  }

  private static Numbers integers(int bits) {
    var beyond = BigDecimal.TWO.pow(bits);
    return new Numbers(beyond.negate(), beyond.subtract(BigDecimal.ONE), 0, false);
  }

  private static Numbers floats(int bits) {
    var most = BigDecimal.TWO.pow(bits);
    return new Numbers(most.negate(), most, 0, true);
  }
}
