package dev.penstock.runner.init;

import java.util.Locale;

/** Sizes as a catalog knows them: about. */
final class Amount {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

  private Amount() {}

  /** {@return {@code about 1,200,000 rows}, of two digits that count} */
  static String rows(long rows) {
    if (rows == 0) {
      return "no rows";
    }
    long unit = 1;
    while (rows / unit >= 100) {
      unit *= 10;
    }
    long rounded = Math.round((double) rows / unit) * unit;
    return String.format(Locale.ROOT, "about %,d row%s", rounded, rounded == 1 ? "" : "s");
  }

  /** {@return {@code 1.2 GB}, in powers of 1000} */
  static String bytes(long bytes) {
    double value = bytes / 1000.0;
    int unit = 0;
    while (value >= 999.95 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }
}
