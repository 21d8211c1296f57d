package dev.penstock.runner.init;

import dev.penstock.runner.source.postgres.CatalogEntry;
import dev.penstock.runner.source.postgres.CatalogTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A manifest for each of many tables.
 *
 * @param written in the order of the tables
 * @param leftOut tables without a manifest, by schema and name
 */
public record Drafts(List<Draft> written, List<TableChoice.LeftOut> leftOut) {
  public Drafts {
    written = List.copyOf(written);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * {@return the manifests of what was chosen}
   *
   * @param tables those that are taken, in that order
   */
  public static Drafts of(TableChoice choice, List<CatalogTable> tables, Destination destination) {
    List<TableChoice.LeftOut> leftOut = new ArrayList<>(choice.leftOut());
    List<CatalogTable> readable = new ArrayList<>();
    for (var table : tables) {
      if (ColumnChoice.of(table.columns()).read().isEmpty()) {
        leftOut.add(
            new TableChoice.LeftOut(
                table.entry(),
                table.columns().isEmpty()
                    ? "has no columns"
                    : table.columns().stream().noneMatch(column -> column.readable())
                        ? "may not be read by the user of the connection"
                        : "has no column that can be read as it is: read it by a query"));
      } else {
        readable.add(table);
      }
    }
    Map<CatalogEntry, TableNames> names =
        Naming.of(readable.stream().map(CatalogTable::entry).toList(), destination);
    List<Draft> written = new ArrayList<>();
    for (var table : readable) {
      int partitions = choice.partitions().getOrDefault(table.entry().qualified(), 0);
      var called = names.get(table.entry());
      if (called == null) {
        throw new IllegalStateException("No name for " + table.entry().qualified());
      }
      written.add(Design.of(table, partitions, called).draft(destination));
    }
    leftOut.sort(
        Comparator.comparing((TableChoice.LeftOut out) -> out.entry().schema())
            .thenComparing(out -> out.entry().name()));
    return new Drafts(written, leftOut);
  }
}
