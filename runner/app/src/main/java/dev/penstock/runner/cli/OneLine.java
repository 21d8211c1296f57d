package dev.penstock.runner.cli;

/** Words of an author or of a parser inside a line of ours: short, without line breaks. */
final class OneLine {
  private static final int LENGTH = 300;

  private OneLine() {}

  /** {@return the text, cut, every control character and lone surrogate a blank} */
  static String of(String text) {
    var cut = text.length() > LENGTH ? text.substring(0, LENGTH) + "..." : text;
    var line = new StringBuilder(cut.length());
    cut.codePoints()
        .map(
            c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? ' ' : c)
        .forEach(line::appendCodePoint);
    return line.toString();
  }
}
