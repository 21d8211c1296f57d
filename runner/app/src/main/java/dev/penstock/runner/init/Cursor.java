package dev.penstock.runner.init;

import dev.penstock.runner.source.postgres.CatalogColumn;
import dev.penstock.runner.source.postgres.CatalogIndex;
import dev.penstock.runner.source.postgres.CatalogTable;
import dev.penstock.runner.spi.ColumnType;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * By what the changed rows of a table are found.
 *
 * @param column the one that is assumed to move on with every change; empty: no name says so
 * @param index that finds a stretch of it; empty: each run scans the table
 * @param others times that were not chosen, in the order of the table
 * @param lack why there is none, a sentence about the table; empty: there is one
 */
record Cursor(
    Optional<CatalogColumn> column,
    Optional<String> index,
    List<CatalogColumn> others,
    String lack) {
  /** A column that most rows lack would let most rows be read by every run. */
  private static final double MOST_ROWS = 0.5;

  Cursor {
    others = List.copyOf(others);
  }

  static Cursor of(CatalogTable table, ColumnChoice columns) {
    var times = columns.read().stream().filter(Cursor::isTime).toList();
    var named =
        times.stream().filter(column -> name(table, column) == CursorName.ROW_CHANGED).toList();
    var best =
        named.stream()
            .filter(column -> !mostlyMissing(column))
            // The first of equals is the first of the table. A wrong zone loses rows, which a scan
            // does not.
            .min(
                Comparator.comparing(CatalogColumn::nullable)
                    .thenComparing(column -> !hasZone(column))
                    .thenComparing(column -> index(table, column).isEmpty()));
    return new Cursor(
        best,
        best.flatMap(column -> index(table, column)),
        times.stream().filter(column -> !best.equals(Optional.of(column))).toList(),
        best.isPresent() ? "" : lack(named));
  }

  private static String lack(List<CatalogColumn> named) {
    return named.isEmpty()
        ? "no time in it is named like that of a row's last change"
        : "%s is named like the time of a row's last change, but %s"
            .formatted(named.getFirst().name(), missing(named.getFirst()));
  }

  private static String missing(CatalogColumn column) {
    return "is NULL in %.0f %% of the rows".formatted(column.missing().orElse(0) * 100);
  }

  static CursorName name(CatalogTable table, CatalogColumn column) {
    return CursorName.of(column.name(), table.entry().name());
  }

  /** {@return why one of {@link #others} was not chosen} */
  static String why(CatalogTable table, CatalogColumn column, boolean anotherIsChosen) {
    if (mostlyMissing(column)) {
      return missing(column);
    }
    var name = name(table, column);
    return name == CursorName.ROW_CHANGED && anotherIsChosen ? "would do as well" : name.promise();
  }

  static boolean hasZone(CatalogColumn column) {
    return column.becomes().orElseThrow() instanceof ColumnType.TimestampTz;
  }

  private static boolean isTime(CatalogColumn column) {
    return hasZone(column) || column.becomes().orElseThrow() instanceof ColumnType.Timestamp;
  }

  private static boolean mostlyMissing(CatalogColumn column) {
    return column.missing().orElse(0) > MOST_ROWS;
  }

  private static Optional<String> index(CatalogTable table, CatalogColumn column) {
    return table.indexes().stream()
        .filter(CatalogIndex::ranges)
        .filter(index -> index.columns().getFirst().equals(column.name()))
        .map(CatalogIndex::name)
        .findFirst();
  }
}
