package dev.penstock.runner.plan;

import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.Schema;
import java.util.Optional;

/** Finds columns as the engine and the warehouse find them: the case makes no difference. */
final class Columns {
  private Columns() {}

  static Optional<Column> find(Schema schema, String name) {
    return schema.columns().stream()
        .filter(column -> column.name().equalsIgnoreCase(name))
        .findFirst();
  }
}
