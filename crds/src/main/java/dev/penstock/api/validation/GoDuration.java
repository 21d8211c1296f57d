package dev.penstock.api.validation;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations as Go and Kubernetes write them, without a sign: {@code 90s}, {@code 1h30m}. */
final class GoDuration {
  private static final String NUMBER = "([0-9]{1,9}(?:[.][0-9]{0,9})?|[.][0-9]{1,9})";
  private static final String UNIT = "(ns|us|µs|μs|ms|s|m|h)";
  private static final Pattern SYNTAX = Pattern.compile("(" + NUMBER + UNIT + ")+");
  private static final Pattern PIECE = Pattern.compile(NUMBER + UNIT);
  private static final int LENGTH = 32;

  private GoDuration() {}

  /** {@return its length, cut to nanoseconds; empty when it is no duration} */
  static Optional<Duration> parse(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    if (text.length() > LENGTH || !SYNTAX.matcher(text).matches()) {
      return Optional.empty();
    }
    var sum = Duration.ZERO;
    var pieces = PIECE.matcher(text);
    while (pieces.find()) {
      var nanos = new BigDecimal(pieces.group(1)).multiply(new BigDecimal(nanos(pieces.group(2))));
      var parts = nanos.toBigInteger().divideAndRemainder(BigDecimal.TEN.pow(9).toBigInteger());
      sum = sum.plusSeconds(parts[0].longValueExact()).plusNanos(parts[1].longValueExact());
    }
    return Optional.of(sum);
  }

  private static long nanos(String unit) {
    return switch (unit) {
      case "ns" -> 1L;
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      default -> 1_000L; // us, with either sign for micro
    };
  }
}
