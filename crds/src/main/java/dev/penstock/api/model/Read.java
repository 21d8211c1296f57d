package dev.penstock.api.model;

import java.util.List;

/** What a source reads: exactly one of these. */
public sealed interface Read {
  /**
   * A whole table.
   *
   * @param columns in the order to read; empty: all, in the order of the table
   */
  record Table(String schema, String name, List<String> columns) implements Read {
    public Table {
      columns = List.copyOf(columns);
    }

    /** {@return {@code schema.name}} */
    public String qualified() {
      return schema + "." + name;
    }
  }
}
