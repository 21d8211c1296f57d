package dev.penstock.sandbox.redshift.copy;

import java.util.Locale;

/** How Redshift's messages call a column's type. */
final class TypeNames {
  private TypeNames() {}

  static String ofRedshift(String postgres) {
    return switch (postgres) {
      case "timestamp without time zone" -> "TIMESTAMP";
      case "timestamp with time zone" -> "TIMESTAMPTZ";
      case "bytea" -> "VARBYTE";
      case "jsonb" -> "SUPER";
      default ->
          postgres
              .replace("character varying", "varchar")
              .replace("numeric", "decimal")
              .toUpperCase(Locale.ROOT);
    };
  }
}
