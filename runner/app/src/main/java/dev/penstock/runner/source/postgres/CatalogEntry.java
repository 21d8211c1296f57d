package dev.penstock.runner.source.postgres;

import java.util.Optional;

/**
 * A relation of a database by its name.
 *
 * @param oid by which this catalog knows it
 * @param parent the whole that a partition belongs to, or the table that another one inherits from,
 *     as {@code schema.name}
 * @param partition whether its rows are rows of the parent by declaration
 * @param extension whether an extension made it
 */
public record CatalogEntry(
    long oid,
    String schema,
    String name,
    Kind kind,
    Optional<String> parent,
    boolean partition,
    boolean extension) {
  /** What can be read like a table. */
  public enum Kind {
    TABLE,
    PARTITIONED,
    VIEW,
    MATERIALIZED_VIEW,
    FOREIGN;

    static Kind of(String relkind) {
      return switch (relkind) {
        case "p" -> PARTITIONED;
        case "v" -> VIEW;
        case "m" -> MATERIALIZED_VIEW;
        case "f" -> FOREIGN;
        default -> TABLE;
      };
    }
  }

  /** {@return {@code schema.name}, as the database spells both} */
  public String qualified() {
    return schema + "." + name;
  }
}
