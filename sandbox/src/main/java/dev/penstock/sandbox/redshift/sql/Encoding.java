package dev.penstock.sandbox.redshift.sql;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a column is compressed: kept and told, nothing here is compressed. */
final class Encoding {
  private static final Set<String> ALL = Set.of();

  /** The types that each takes, as PostgreSQL has them; empty means all. */
  private static final Map<String, Set<String>> TYPES =
      Map.ofEntries(
          Map.entry("raw", ALL),
          Map.entry(
              "az64",
              Set.of(
                  "smallint",
                  "integer",
                  "bigint",
                  "numeric",
                  "date",
                  "time",
                  "timetz",
                  "timestamp",
                  "timestamptz")),
          Map.entry("bytedict", ALL),
          Map.entry(
              "delta",
              Set.of(
                  "smallint", "integer", "bigint", "numeric", "date", "timestamp", "timestamptz")),
          Map.entry(
              "delta32k",
              Set.of("integer", "bigint", "numeric", "date", "timestamp", "timestamptz")),
          Map.entry("lzo", ALL),
          Map.entry("mostly8", Set.of("smallint", "integer", "bigint", "numeric")),
          Map.entry("mostly16", Set.of("integer", "bigint", "numeric")),
          Map.entry("mostly32", Set.of("bigint", "numeric")),
          Map.entry("runlength", ALL),
          Map.entry("text255", Set.of("varchar")),
          Map.entry("text32k", Set.of("varchar")),
          Map.entry("zstd", ALL));

  private Encoding() {}

  /**
   * Takes the name of an encoding; empty if the table chooses.
   *
   * @param type of the column, as PostgreSQL has it
   */
  static Optional<String> read(Sql sql, String column, String type) throws Refusal {
    String name = sql.name().toLowerCase(Locale.ROOT);
    if (name.equals("auto")) {
      return Optional.empty();
    }
    Set<String> types = TYPES.get(name);
    if (types == null) {
      throw Refusal.of("42601", "encoding \"%s\" not recognized".formatted(name));
    }
    String bare = type.replaceFirst("\\(.*", "");
    if (!types.isEmpty() && !types.contains(bare)) {
      throw Refusal.of(
          "0A000", "invalid encoding type specified for column \"%s\"".formatted(column));
    }
    return Optional.of(name);
  }

  /** Takes the name of an encoding for a column whose type isn't told. */
  static String any(Sql sql) throws Refusal {
    String name = sql.name();
    if (!TYPES.containsKey(name)) {
      throw Refusal.of("42601", "encoding \"%s\" not recognized".formatted(name));
    }
    return name;
  }
}
