package dev.penstock.runner.spi;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The columns of a relation, in order; their names differ in more than upper and lower case. */
public record Schema(List<Column> columns) implements Serializable {
  public Schema {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("A schema without columns");
    }
    Set<String> seen = new HashSet<>();
    for (Column column : columns) {
      if (!seen.add(column.name().toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException("Two columns are named " + column.name());
      }
    }
  }

  /** {@return a schema of these columns} */
  public static Schema of(Column... columns) {
    return new Schema(List.of(columns));
  }

  /** {@return the column of exactly that name, if there is one} */
  public Optional<Column> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /** {@return the names, in order} */
  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }
}
