package dev.penstock.api.model;

import java.util.List;
import java.util.Optional;

/**
 * A table of the warehouse, in lower case.
 *
 * @param fromLog whether an empty one gets what the log names for its target, when it is filled for
 *     the first time
 */
public record Table(
    String connection,
    String schema,
    String name,
    Optional<String> distKey,
    List<String> sortKey,
    boolean fromLog) {
  /** That gets what comes from now on. */
  public Table(
      String connection,
      String schema,
      String name,
      Optional<String> distKey,
      List<String> sortKey) {
    this(connection, schema, name, distKey, sortKey, false);
  }

  public Table {
    sortKey = List.copyOf(sortKey);
  }

  /** {@return {@code schema.name}} */
  public String qualified() {
    return schema + "." + name;
  }
}
