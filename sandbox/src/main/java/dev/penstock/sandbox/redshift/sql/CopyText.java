package dev.penstock.sandbox.redshift.sql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The escapes that COPY reads in the texts of its own clauses. */
final class CopyText {
  private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{1,3}|[tnr\\\\])");

  private CopyText() {}

  /** {@code \t}, {@code \001} and the like become what they mean; {@code \N} stays. */
  static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(meaning(found.group(1))));
  }

  private static String meaning(String escape) {
    return switch (escape) {
      case "t" -> "\t";
      case "n" -> "\n";
      case "r" -> "\r";
      case "\\" -> "\\";
      default -> String.valueOf((char) Integer.parseInt(escape, 8));
    };
  }
}
