package dev.penstock.runner.init;

import dev.penstock.runner.source.postgres.CatalogColumn;
import dev.penstock.runner.source.postgres.CatalogIndex;
import dev.penstock.runner.source.postgres.CatalogTable;
import dev.penstock.runner.spi.ColumnType;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What tells the rows of a table apart, or why nothing does. */
sealed interface Key {
  /** As many columns as a manifest takes. */
  int MOST = 16;

  /**
   * Columns that no two rows share and no row lacks.
   *
   * @param origin what says so
   */
  record Columns(List<String> names, String origin) implements Key {
    public Columns {
      names = List.copyOf(names);
    }
  }

  /**
   * There is none.
   *
   * @param reason completes a sentence about the table
   */
  record None(String reason) implements Key {}

  /** {@return the key of a table, the primary one before others, of those the shortest} */
  static Key of(CatalogTable table, ColumnChoice columns) {
    if (table.inherited()) {
      return new None("other tables inherit from it, which no key of it binds");
    }
    var unique =
        table.indexes().stream()
            .filter(index -> index.primary() || index.unique())
            .sorted(
                Comparator.comparing(CatalogIndex::primary)
                    .reversed()
                    .thenComparing(index -> index.columns().size())
                    .thenComparing(CatalogIndex::name))
            .toList();
    for (var index : unique) {
      if (problem(index, columns).isEmpty()) {
        return new Columns(
            index.columns(),
            index.primary() ? "the primary key" : "NOT NULL, and unique by " + index.name());
      }
    }
    return new None(
        unique.isEmpty() ? "it has no key" : problem(unique.getFirst(), columns).orElseThrow());
  }

  private static Optional<String> problem(CatalogIndex index, ColumnChoice columns) {
    var name = index.name();
    if (index.columns().size() > MOST) {
      return Optional.of(
          "its key %s has %d columns, more than %d".formatted(name, index.columns().size(), MOST));
    }
    for (var column : index.columns()) {
      var found = columns.named(column);
      if (column.isEmpty()) {
        return Optional.of("its key %s holds an expression".formatted(name));
      }
      if (found.isEmpty()) {
        return Optional.of("its key %s needs column %s, which is left out".formatted(name, column));
      }
      if (found.get().nullable()) {
        return Optional.of("its key %s lets %s be NULL".formatted(name, column));
      }
      if (!compares(found.get())) {
        return Optional.of(
            "its key %s has column %s of type %s, by which two systems need not agree on what is equal"
                .formatted(name, column, found.get().shown()));
      }
    }
    return Optional.empty();
  }

  private static boolean compares(CatalogColumn column) {
    return switch (column.becomes().orElseThrow()) {
      case ColumnType.Float32 t -> false;
      case ColumnType.Float64 t -> false;
      case ColumnType.Bytes t -> false;
      case ColumnType.Json t -> false;
      default -> true;
    };
  }
}
