package dev.penstock.api.model;

import java.util.List;

/**
 * Committed parts below a path; no slash at either end of the path.
 *
 * @param partitionBy columns by whose values parts lie in directories; empty: no directories
 */
public record Dataset(String connection, String path, List<String> partitionBy) {
  public Dataset {
    partitionBy = List.copyOf(partitionBy);
  }

  /** Without directories. */
  public Dataset(String connection, String path) {
    this(connection, path, List.of());
  }
}
