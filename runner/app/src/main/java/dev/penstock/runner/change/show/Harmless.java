package dev.penstock.runner.change.show;

/**
 * Words of authors, shown so that they can neither hide nor pretend: characters that control a
 * terminal, turn the direction of text or have no width stand there by their number.
 */
final class Harmless {
  private static final int LONGEST = 400;

  private Harmless() {}

  /** {@return the text on one line, cut where it is very long} */
  static String line(String text) {
    var cut =
        text.codePointCount(0, text.length()) > LONGEST
            ? text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "..."
            : text;
    return visible(cut, true);
  }

  /** {@return the text on one line, however long it is} */
  static String wide(String text) {
    return visible(text, true);
  }

  /** {@return a line of a diff, which keeps its tabs} */
  static String code(String text) {
    return visible(text, false);
  }

  private static String visible(String text, boolean tabs) {
    var shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (c == '\n' || (c == '\t' && tabs)) {
            shown.append(' ');
          } else if (c != '\t' && hides(c)) {
            shown.append("<U+%04X>".formatted(c));
          } else {
            shown.appendCodePoint(c);
          }
        });
    return shown.toString();
  }

  private static boolean hides(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
