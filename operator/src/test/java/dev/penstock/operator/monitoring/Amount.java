package dev.penstock.operator.monitoring;

import java.util.List;
import java.util.Locale;

/** A number in the units that panels name, short enough for a picture. */
final class Amount {
  private static final List<String> THOUSANDS = List.of("", " K", " M", " G", " T");
  private static final List<String> BYTES = List.of(" B", " KiB", " MiB", " GiB", " TiB");

  private Amount() {}

  static String of(String unit, double value) {
    return switch (unit) {
      case "s" -> duration(value);
      case "percentunit" -> digits(value * 100) + " %";
      case "bytes" -> scaled(value, 1024, BYTES);
      case "Bps" -> scaled(value, 1024, BYTES) + "/s";
      case "reqps" -> scaled(value, 1000, THOUSANDS) + " req/s";
      case "ops" -> scaled(value, 1000, THOUSANDS) + " ops/s";
      case "short" -> scaled(value, 1000, THOUSANDS);
      default -> throw new IllegalArgumentException("No such unit: " + unit);
    };
  }

  private static String duration(double seconds) {
    double size = Math.abs(seconds);
    if (size >= 172_800) {
      return digits(seconds / 86_400) + " d";
    }
    if (size >= 7_200) {
      return digits(seconds / 3_600) + " h";
    }
    if (size >= 120) {
      return digits(seconds / 60) + " min";
    }
    return size >= 1 || size == 0 ? digits(seconds) + " s" : digits(seconds * 1_000) + " ms";
  }

  private static String scaled(double value, int by, List<String> names) {
    int step = 0;
    double left = value;
    while (Math.abs(left) >= by && step < names.size() - 1) {
      left /= by;
      step++;
    }
    return digits(left) + names.get(step);
  }

  /** Three digits that count, and no zeros behind them. */
  private static String digits(double value) {
    double size = Math.abs(value);
    var text =
        String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    return text.contains(".") ? text.replaceFirst("[.]?0+$", "") : text;
  }
}
