package dev.penstock.runner.init;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of a database inside YAML: as values, and in comments, whatever they are made of. */
final class Words {
  /** How far a comment reaches, as in the manifests that people write. */
  private static final int WIDTH = 110;

  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*([ ./-][A-Za-z0-9_]+)*");

  /** What some reader of YAML takes for something else than text. */
  private static final Set<String> TAKEN =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

  private Words() {}

  /** {@return a scalar that every reader takes for this text} */
  static String scalar(String text) {
    return PLAIN.matcher(text).matches() && !TAKEN.contains(text.toLowerCase(Locale.ROOT))
        ? text
        : quoted(text);
  }

  /** {@return the same in quotes} */
  static String quoted(String text) {
    var written = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            written.append('\\').appendCodePoint(c);
          } else if (shows(c)) {
            written.appendCodePoint(c);
          } else {
            written.append(escape(c));
          }
        });
    return written.append('"').toString();
  }

  /** {@return the text on one line, what does not show written by its number} */
  static String plain(String text) {
    var written = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (shows(c)) {
            written.appendCodePoint(c);
          } else {
            written.append(escape(c));
          }
        });
    return written.toString();
  }

  private static String escape(int c) {
    return c > 0xFFFF ? "\\U%08X".formatted(c) : "\\u%04X".formatted(c);
  }

  // Line breaks of any kind, what turns the direction of text, and halves of characters.
  private static boolean shows(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /** {@return a list on one line, or an item per line behind the key} */
  static List<String> list(String key, List<String> items) {
    var scalars = items.stream().map(Words::scalar).toList();
    var line = "%s: [%s]".formatted(key, String.join(", ", scalars));
    if (line.length() <= 80) {
      return List.of(line);
    }
    List<String> lines = new ArrayList<>();
    lines.add(key + ":");
    scalars.forEach(item -> lines.add("  - " + item));
    return lines;
  }

  /**
   * {@return the lines of a comment}
   *
   * @param indent blanks that will stand before it
   */
  static List<String> comment(String text, int indent) {
    List<String> lines = new ArrayList<>();
    var line = new StringBuilder("#");
    for (var word : plain(text).split(" +")) {
      if (line.length() > 1 && indent + line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder("#");
      }
      line.append(' ').append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
