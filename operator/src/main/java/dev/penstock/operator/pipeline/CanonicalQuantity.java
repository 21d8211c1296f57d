package dev.penstock.operator.pipeline;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Quantities as the API server stores them.
 *
 * <p>It rewrites {@code 1000m} to {@code 1} and {@code 0.5} to {@code 500m}. The framework compares
 * a CronJob's quantities as texts, so any other spelling would be written again for ever.
 */
final class CanonicalQuantity {
  private static final String[] BINARY = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
  private static final String[] DECIMAL = {"n", "u", "m", "", "k", "M", "G", "T", "P", "E"};
  private static final BigInteger KIBI = BigInteger.valueOf(1024);

  private CanonicalQuantity() {}

  static Quantity of(String text) {
    var exact = new Quantity(text).getNumericalAmount();
    // Nothing finer than a nano is kept; the server rounds up.
    var value = exact.setScale(Math.min(9, Math.max(0, exact.scale())), RoundingMode.CEILING);
    if (text.matches(".*[eE][+-]?[0-9]+")) {
      return Quantity.parse(exponent(value));
    }
    boolean whole = value.stripTrailingZeros().scale() <= 0;
    if (text.endsWith("i") && whole && value.abs().compareTo(new BigDecimal(KIBI)) >= 0) {
      return Quantity.parse(binary(value.toBigIntegerExact()));
    }
    return Quantity.parse(decimal(value));
  }

  private static String binary(BigInteger value) {
    int power = 0;
    var rest = value;
    while (power < BINARY.length - 1 && rest.mod(KIBI).signum() == 0) {
      rest = rest.divide(KIBI);
      power++;
    }
    return rest + BINARY[power];
  }

  private static String decimal(BigDecimal value) {
    int step = thousands(value);
    return value.movePointLeft(3 * step).toBigIntegerExact() + DECIMAL[step + 3];
  }

  private static String exponent(BigDecimal value) {
    int step = thousands(value);
    var mantissa = value.movePointLeft(3 * step).toBigIntegerExact();
    return step == 0 ? mantissa.toString() : mantissa + "e" + 3 * step;
  }

  /** The greatest power of a thousand that leaves a whole number. */
  private static int thousands(BigDecimal value) {
    int zeros = -value.stripTrailingZeros().scale();
    return value.signum() == 0 ? 0 : Math.max(-3, Math.min(6, Math.floorDiv(zeros, 3)));
  }
}
