package dev.penstock.operator.monitoring;

import java.util.Locale;

/** How numbers and texts are written in a picture. */
final class Svg {
  private Svg() {}

  static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value).replaceFirst("[.]0$", "");
  }

  static String text(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** {@return a text that is not wider than so many pixels, as letters of 11 pixels usually are} */
  static String fit(String text, double pixels) {
    int letters = (int) (pixels / LETTER);
    return text(
        text.length() <= letters ? text : text.substring(0, Math.max(1, letters - 1)) + "…");
  }

  static final double LETTER = 6.2;
}
