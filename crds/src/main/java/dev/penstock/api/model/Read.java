package dev.penstock.api.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a source reads: exactly one of these. */
public sealed interface Read {
  /**
   * A table, whole or by increments.
   *
   * @param columns in the order to read; empty: all, in the order of the table
   * @param where a condition in the source's own SQL; empty: all rows
   * @param splits into how many pieces it is cut; empty: as its size and the connection suggest
   * @param incremental empty: every run reads all of it
   */
  record Table(
      String schema,
      String name,
      List<String> columns,
      Optional<String> where,
      OptionalInt splits,
      Optional<Incremental> incremental)
      implements Read {
    public Table {
      columns = List.copyOf(columns);
    }

    /** All rows of a table by every run. */
    public Table(String schema, String name, List<String> columns) {
      this(schema, name, columns, Optional.empty(), OptionalInt.empty(), Optional.empty());
    }

    /** {@return {@code schema.name}} */
    public String qualified() {
      return schema + "." + name;
    }
  }

  /** The rows of one SELECT in the source's own SQL; {@code $name} stands for a parameter. */
  record Query(String sql) implements Read {}
}
