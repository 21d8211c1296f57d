package dev.penstock.sandbox.redshift.sql;

/** Spells names and texts for PostgreSQL. */
public final class Literals {
  private Literals() {}

  public static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  public static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
