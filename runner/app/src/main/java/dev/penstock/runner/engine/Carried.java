package dev.penstock.runner.engine;

import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.PartSchema;
import dev.penstock.runner.spi.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** How the rows of a relation stand in files, and how they become the relation's again. */
final class Carried {
  private Carried() {}

  /** {@return the select list that makes the columns of parts} */
  static String intoParts(PartSchema schema, long commit) {
    List<String> items = new ArrayList<>();
    for (var column : schema.columns()) {
      String name = Sql.identifier(column.name());
      if (column.name().equals(PartSchema.COMMIT)) {
        items.add(commit + "::BIGINT AS " + name);
      } else if (column.cast()) {
        items.add("CAST(%s AS %s) AS %s".formatted(name, EngineTypes.name(column.carried()), name));
      } else {
        items.add(name);
      }
    }
    return String.join(", ", items);
  }

  /** {@return a query that yields the relation that the parts were sealed of} */
  static String ofParts(PartSchema schema, Collection<Path> files) {
    List<String> items = new ArrayList<>();
    for (var column : schema.columns()) {
      if (!column.name().equals(PartSchema.COMMIT)) {
        items.add(
            column.cast() ? back(column.name(), column.type()) : Sql.identifier(column.name()));
      }
    }
    return "SELECT " + String.join(", ", items) + " FROM " + files(files);
  }

  /** {@return the select list for a file on scratch, which nobody else reads} */
  static String intoScratch(Schema schema) {
    return String.join(
        ", ",
        schema.columns().stream()
            .map(column ->
                column.type() instanceof ColumnType.Time
                    ? "CAST(%1$s AS VARCHAR) AS %1$s".formatted(Sql.identifier(column.name()))
                    : Sql.identifier(column.name()))
            .toList());
  }

  /** {@return a query that yields the relation that the files on scratch were written of} */
  static String ofScratch(Schema schema, Collection<Path> files) {
    return "SELECT "
        + String.join(", ", schema.columns().stream().map(c -> back(c.name(), c.type())).toList())
        + " FROM "
        + files(files);
  }

  private static String back(String column, ColumnType type) {
    return "CAST(%1$s AS %2$s) AS %1$s".formatted(Sql.identifier(column), EngineTypes.name(type));
  }

  /** {@return the table function that reads these files} */
  static String files(Collection<Path> files) {
    return "read_parquet([%s], hive_partitioning = false)"
        .formatted(String.join(", ", files.stream().map(f -> Sql.literal(f.toString())).toList()));
  }
}
