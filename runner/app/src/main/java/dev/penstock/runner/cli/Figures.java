package dev.penstock.runner.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Figures {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  private Figures() {}

  /** {@return {@code 1,204,992}} */
  static String rows(long rows) {
    return String.format(Locale.ROOT, "%,d", rows);
  }

  /** {@return {@code 182.3 MB}, in powers of 1000} */
  static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    // So that 999,950 is not shown as 1000.0 kB.
    while (value >= (unit == 0 ? 1000 : 999.95) && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /** {@return {@code 15.2 MB/s}; a dash where no time has passed} */
  static String rate(long bytes, Duration time) {
    return time.isPositive() ? bytes(Math.round(perSecond(bytes, time))) + "/s" : "-";
  }

  /** {@return {@code 98,112 rows/s}; a dash where no time has passed} */
  static String rowRate(long rows, Duration time) {
    return time.isPositive() ? rows(Math.round(perSecond(rows, time))) + " rows/s" : "-";
  }

  /** {@return {@code 0:07}, {@code 1:02:03}} */
  static String clock(Duration time) {
    return time.toHours() > 0
        ? "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }

  /** {@return {@code 1.3 s}} */
  static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  static double perSecond(long amount, Duration time) {
    return amount * 1e9 / time.toNanos();
  }
}
