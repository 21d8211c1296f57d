package dev.penstock.runner.spi;

import java.io.Serializable;

/** A column of a relation. */
public record Column(String name, ColumnType type) implements Serializable {
  public Column {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("A column without a name");
    }
  }

  @Override
  public String toString() {
    return name + " " + type;
  }
}
