package dev.penstock.runner.lineage;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a database reads the names of a text: in lower case, but for those in quotes. A parse tree
 * does not say which were.
 */
record Spelling(String text) {
  /**
   * {@return the name of the object that is meant; empty: the text has it with quotes and without}
   */
  Optional<String> of(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals(name)) {
      return Optional.of(name);
    }
    var quoted = "\"" + name.replace("\"", "\"\"") + "\"";
    if (!text.contains(quoted)) {
      return Optional.of(lower);
    }
    var bare = Pattern.compile("(?<![\\w$])" + Pattern.quote(name) + "(?![\\w$])");
    return bare.matcher(text.replace(quoted, "\"\"")).find() ? Optional.empty() : Optional.of(name);
  }
}
