package dev.penstock.runner.source.postgres;

import java.util.List;

/**
 * A valid index over all rows of a table.
 *
 * @param ranges whether it finds a stretch of values: a B-tree or BRIN
 * @param columns its key in order; an expression is an empty name
 */
public record CatalogIndex(
    String name, boolean primary, boolean unique, boolean ranges, List<String> columns) {
  public CatalogIndex {
    columns = List.copyOf(columns);
  }
}
