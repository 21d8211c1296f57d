package dev.penstock.api.validation;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Quantities as Kubernetes reads them: {@code 500m}, {@code 1.5}, {@code 2Gi}, {@code 1e3}. */
public final class Quantity {
  private static final Pattern SYNTAX =
      Pattern.compile(
          "([+-]?)([0-9]{1,18}|[0-9]{1,18}[.][0-9]{0,9}|[.][0-9]{1,9})"
              + "(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?[0-9]{1,2}|)");
  private static final Map<String, Integer> DECIMAL =
      Map.of("n", -9, "u", -6, "m", -3, "", 0, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);
  private static final Map<String, Integer> BINARY =
      Map.of("Ki", 1, "Mi", 2, "Gi", 3, "Ti", 4, "Pi", 5, "Ei", 6);

  private Quantity() {}

  /** {@return its value, empty when it is no quantity} */
  public static Optional<BigDecimal> parse(String text) {
    var match = SYNTAX.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    var number = new BigDecimal(match.group(1) + match.group(2));
    var suffix = match.group(3);
    if (BINARY.containsKey(suffix)) {
      return Optional.of(number.multiply(BigDecimal.valueOf(1024).pow(BINARY.get(suffix))));
    }
    var power =
        DECIMAL.containsKey(suffix) ? DECIMAL.get(suffix) : Integer.parseInt(suffix.substring(1));
    return Optional.of(number.scaleByPowerOfTen(power));
  }
}
