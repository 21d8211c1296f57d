package dev.penstock.runner.init;

import dev.penstock.runner.source.postgres.CatalogColumn;
import dev.penstock.runner.source.postgres.CatalogEntry;
import dev.penstock.runner.source.postgres.CatalogTable;
import dev.penstock.runner.spi.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What was decided for a table.
 *
 * @param partitions how many it has in the catalog
 */
record Design(
    CatalogTable table,
    int partitions,
    TableNames names,
    ColumnChoice columns,
    Key key,
    Cursor cursor,
    Load load) {
  /** From here on a person thinks twice before every run reads everything. */
  private static final long LARGE = 1_000_000_000;

  /** The same, where the bytes are not all known. */
  static final long MANY = 10_000_000;

  /** Up to here reading everything costs nothing. */
  private static final long SMALL = 10_000_000;

  static Design of(CatalogTable table, int partitions, TableNames names, boolean warehouse) {
    var columns = ColumnChoice.of(table.columns(), warehouse);
    var key = Key.of(table, columns);
    var cursor = Cursor.of(table, columns);
    return new Design(table, partitions, names, columns, key, cursor, Load.of(key, cursor));
  }

  boolean large() {
    return table.bytes() >= LARGE || table.rows().orElse(0) >= MANY;
  }

  boolean small() {
    return !large() && bytes().isPresent() && table.bytes() < SMALL;
  }

  boolean empty() {
    return !table.elsewhere() && table.rows().orElse(-1) == 0;
  }

  /** {@return what it takes on disk; empty: a view, or rows that lie on other servers} */
  OptionalLong bytes() {
    return table.elsewhere() || table.entry().kind() == CatalogEntry.Kind.VIEW
        ? OptionalLong.empty()
        : OptionalLong.of(table.bytes());
  }

  /** {@return the name of the cursor, where it has no zone} */
  Optional<String> zoneless() {
    return load instanceof Load.Increments increments && !Cursor.hasZone(increments.cursor())
        ? Optional.of(increments.cursor().name())
        : Optional.empty();
  }

  /** {@return whether a part of the key is text} */
  boolean textKey() {
    return key instanceof Key.Columns all
        && all.names().stream()
            .flatMap(name -> columns.named(name).stream())
            .anyMatch(column -> column.becomes().orElseThrow() instanceof ColumnType.Text);
  }

  Draft draft(Destination destination) {
    return new Draft(
        table.entry().qualified(),
        names,
        table.rows(),
        bytes(),
        switch (load) {
          case Load.Increments increments -> "Upsert";
          case Load.Whole whole -> "Replace";
        },
        switch (load) {
          case Load.Increments increments -> increments.cursor().name();
          case Load.Whole whole -> "";
        },
        switch (key) {
          case Key.Columns columns -> String.join(", ", columns.names());
          case Key.None none -> "";
        },
        notes(destination),
        new ManifestText(this, destination).text());
  }

  private List<String> notes(Destination destination) {
    List<String> notes = new ArrayList<>();
    switch (table.entry().kind()) {
      case TABLE -> {}
      case PARTITIONED -> notes.add("%d partitions".formatted(partitions));
      case VIEW -> notes.add("a view");
      case MATERIALIZED_VIEW -> notes.add("a materialized view");
      case FOREIGN -> notes.add("a foreign table");
    }
    if (table.elsewhere()) {
      notes.add("size not known here");
    }
    switch (load) {
      case Load.Increments increments -> {
        if (increments.index().isEmpty()) {
          notes.add(large() ? "large, no index on the cursor" : "no index on the cursor");
        }
        if (increments.cursor().nullable()) {
          notes.add("cursor may be NULL");
        }
        if (zoneless().isPresent()) {
          notes.add("cursor in " + destination.timeZone().orElseThrow());
        }
      }
      case Load.Whole whole -> {
        if (large()) {
          notes.add("large, read as a whole");
        }
        if (empty()) {
          notes.add("empty now");
        }
      }
    }
    if (!columns.leftOut().isEmpty()) {
      notes.add(
          columns.leftOut().size() == 1
              ? "1 column left out"
              : columns.leftOut().size() + " columns left out");
    }
    if (table.filtered()) {
      notes.add("row level security");
    }
    if (table.inherited() || !table.entry().partition() && table.entry().parent().isPresent()) {
      notes.add("inheritance");
    }
    return notes;
  }

  /** {@return times that are no cursor, each with the reason} */
  String others() {
    boolean chosen = cursor.column().isPresent();
    return cursor.others().stream()
        .map(column -> "%s (%s)".formatted(column.name(), Cursor.why(table, column, chosen)))
        .collect(Collectors.joining(", "));
  }

  /** {@return the columns to name in the manifest; empty: all are read} */
  List<String> named() {
    return columns.leftOut().isEmpty()
        ? List.of()
        : columns.read().stream().map(CatalogColumn::name).toList();
  }
}
