package dev.penstock.runner.lineage;

import java.util.Locale;

/**
 * How a database reads the names of a text: in lower case, but for those in quotes. A parse tree
 * does not say which were.
 */
record Spelling(String text) {
  /** {@return the name of the object that is meant} */
  String of(String name) {
    return text.contains("\"" + name.replace("\"", "\"\"") + "\"")
        ? name
        : name.toLowerCase(Locale.ROOT);
  }
}
