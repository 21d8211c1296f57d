package dev.penstock.sandbox.redshift.copy.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * Numbers as COPY reads them: a surplus of digits after the point is cut off, before it refused.
 */
final class Numbers {
  private static final Pattern FLOATING =
      Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,5})?");

  private static final Pattern ZERO = Pattern.compile("[+-]?[0.]+(?:[eE]|$)");

  private Numbers() {}

  static String whole(String text, int bytes) throws FieldProblem {
    String type =
        switch (bytes) {
          case 2 -> "Short";
          case 4 -> "Integer";
          default -> "Long";
        };
    digits(text, type, false);
    BigInteger value = new BigInteger(text.startsWith("+") ? text.substring(1) : text);
    if (value.bitLength() >= bytes * Byte.SIZE) {
      throw new FieldProblem(1222, "Overflow, Column type: %s".formatted(type));
    }
    return value.toString();
  }

  static String decimal(String text, int precision, int scale, boolean round) throws FieldProblem {
    digits(text, "Decimal", true);
    BigDecimal value =
        new BigDecimal(text).setScale(scale, round ? RoundingMode.HALF_UP : RoundingMode.DOWN);
    if (value.precision() > precision) {
      throw new FieldProblem(
          1204, "Overflow, Column type: Decimal(%d,%d)".formatted(precision, scale));
    }
    return value.toPlainString();
  }

  static String floating(String text, int bytes) throws FieldProblem {
    if (!FLOATING.matcher(text).matches()) {
      throw new FieldProblem(1208, "Invalid float format");
    }
    double value = bytes == 4 ? Float.parseFloat(text) : Double.parseDouble(text);
    if (Double.isInfinite(value) || value == 0 && !ZERO.matcher(text).lookingAt()) {
      throw new FieldProblem(
          1204, "Overflow, Column type: %s".formatted(bytes == 4 ? "Float4" : "Float8"));
    }
    return text;
  }

  /** A sign, digits, perhaps one point among them; Redshift names the first other character. */
  private static void digits(String text, String type, boolean point) throws FieldProblem {
    int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    boolean pointSeen = false;
    boolean digitSeen = false;
    for (int at = start; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        digitSeen = true;
      } else if (c == '.' && point && !pointSeen) {
        pointSeen = true;
      } else {
        throw invalid(c, at, type);
      }
    }
    if (!digitSeen) {
      throw invalid(text.charAt(0), 0, type);
    }
  }

  private static FieldProblem invalid(char c, int at, String type) {
    return new FieldProblem(
        1207, "Invalid digit, Value '%s', Pos %d, Type: %s".formatted(c, at, type));
  }
}
