package dev.penstock.runner.change.show;

import java.util.List;
import java.util.stream.Collectors;

/** Pieces of Markdown that say what they are given, whatever that is. */
final class Markdown {
  private static final String SPECIAL = "\\`*_{}[]()#+!|~:";

  private Markdown() {}

  /** {@return the text as it reads: no mark-up, no HTML, no mention, no link} */
  static String text(String text) {
    var shown = new StringBuilder();
    Harmless.wide(text)
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '<' -> shown.append("&lt;");
            case '>' -> shown.append("&gt;");
            case '&' -> shown.append("&amp;");
            case '@' -> shown.append("&#64;");
            default -> {
              if (SPECIAL.indexOf(c) >= 0) {
                shown.append('\\');
              }
              shown.appendCodePoint(c);
            }
          }
        });
    return shown.toString();
  }

  /** {@return the text as code, also in a cell of a table} */
  static String code(String text) {
    // As HTML: between backticks a table would end at a bar, and a backtick would end the code.
    var shown = new StringBuilder("<code>");
    Harmless.line(text)
        .codePoints()
        .forEach(c -> {
          boolean plain =
              c > 127 || Character.isLetterOrDigit(c) || c == ' ' || "-./,=\"';".indexOf(c) >= 0;
          if (plain) {
            shown.appendCodePoint(c);
          } else {
            shown.append("&#").append(c).append(';');
          }
        });
    return shown.append("</code>").toString();
  }

  /** {@return a block of code whose fence is longer than any inside} */
  static List<String> block(String language, List<String> lines) {
    int longest = 2;
    for (var line : lines) {
      int run = 0;
      for (int i = 0; i < line.length(); i++) {
        run = line.charAt(i) == '`' ? run + 1 : 0;
        longest = Math.max(longest, run);
      }
    }
    var fence = "`".repeat(longest + 1);
    var block = new java.util.ArrayList<String>();
    block.add(fence + language);
    lines.forEach(line -> block.add(Harmless.code(line)));
    block.add(fence);
    return block;
  }

  /** {@return a row of a table} */
  static String row(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }
}
