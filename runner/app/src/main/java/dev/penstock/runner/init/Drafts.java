package dev.penstock.runner.init;

import dev.penstock.runner.source.postgres.CatalogEntry;
import dev.penstock.runner.source.postgres.CatalogTable;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
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
  private static final int SHOWN = 20;

  public Drafts {
    written = List.copyOf(written);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * {@return the manifests of what was chosen}
   *
   * @param tables those that are taken, in that order
   * @throws ConfigurationException where a cursor has no zone, nor the destination one for it
   */
  public static Drafts of(TableChoice choice, List<CatalogTable> tables, Destination destination) {
    List<TableChoice.LeftOut> leftOut = new ArrayList<>(choice.leftOut());
    List<CatalogTable> readable = new ArrayList<>();
    for (var table : tables) {
      if (ColumnChoice.of(table.columns(), destination.warehouse().isPresent()).read().isEmpty()) {
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
    List<Design> designs = new ArrayList<>();
    for (var table : readable) {
      int partitions = choice.partitions().getOrDefault(table.entry().qualified(), 0);
      var called = names.get(table.entry());
      if (called == null) {
        throw new IllegalStateException("No name for " + table.entry().qualified());
      }
      designs.add(Design.of(table, partitions, called, destination.warehouse().isPresent()));
    }
    if (destination.timeZone().isEmpty()) {
      refuseZoneless(designs);
    }
    leftOut.sort(
        Comparator.comparing((TableChoice.LeftOut out) -> out.entry().schema())
            .thenComparing(out -> out.entry().name()));
    return new Drafts(designs.stream().map(design -> design.draft(destination)).toList(), leftOut);
  }

  // A guess that is wrong loses rows: times of New York, taken for UTC, lie hours before the bound
  // of the run that should have read them.
  private static void refuseZoneless(List<Design> designs) {
    var zoneless =
        designs.stream()
            .flatMap(design ->
                design.zoneless().stream()
                    .map(column ->
                        Words.plain(
                            "%s (%s)".formatted(design.table().entry().qualified(), column))))
            .toList();
    if (!zoneless.isEmpty()) {
      throw new ConfigurationException(
          Reason.INVALID_SPEC,
          "No time zone is known of the cursors without one of %s%s"
              .formatted(
                  String.join(", ", zoneless.subList(0, Math.min(zoneless.size(), SHOWN))),
                  zoneless.size() > SHOWN
                      ? ", and %d more".formatted(zoneless.size() - SHOWN)
                      : ""),
          "Say with --time-zone in which zone they are written, as America/New_York or Etc/UTC;"
              + " tables of another zone need a command of their own");
    }
  }
}
