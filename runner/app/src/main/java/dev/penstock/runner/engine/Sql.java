package dev.penstock.runner.engine;

/** Names and texts inside the engine's SQL. */
final class Sql {
  private Sql() {}

  /** {@return the name as a quoted identifier, whatever it contains} */
  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** {@return the text as a literal, whatever it contains} */
  static String literal(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }
}
