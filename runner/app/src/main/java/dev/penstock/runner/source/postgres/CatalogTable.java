package dev.penstock.runner.source.postgres;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the catalog tells of a table; none of its rows was read.
 *
 * @param comment that somebody wrote on it
 * @param rows by the statistics, with all partitions; empty: nobody has counted
 * @param bytes on disk, with all partitions and what lies out of line; 0 of a view
 * @param inherited whether a SELECT yields rows of tables that inherit from it, which its keys do
 *     not bind
 * @param filtered whether row level security hides rows from the user
 * @param columns in the order of the table
 * @param indexes by name
 * @param elsewhere whether rows of it lie on other servers: a foreign table, or partitions that are
 *     such; what the catalog tells of rows and bytes is then not all
 */
public record CatalogTable(
    CatalogEntry entry,
    Optional<String> comment,
    OptionalLong rows,
    long bytes,
    boolean inherited,
    boolean filtered,
    List<CatalogColumn> columns,
    List<CatalogIndex> indexes,
    boolean elsewhere) {
  public CatalogTable {
    columns = List.copyOf(columns);
    indexes = List.copyOf(indexes);
  }
}
