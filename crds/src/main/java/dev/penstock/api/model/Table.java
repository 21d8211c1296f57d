package dev.penstock.api.model;

import java.util.List;
import java.util.Optional;

/** A table of the warehouse, in lower case. */
public record Table(
    String connection, String schema, String name, Optional<String> distKey, List<String> sortKey) {
  public Table {
    sortKey = List.copyOf(sortKey);
  }

  /** {@return {@code schema.name}} */
  public String qualified() {
    return schema + "." + name;
  }
}
