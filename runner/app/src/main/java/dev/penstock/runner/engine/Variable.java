package dev.penstock.runner.engine;

import dev.penstock.runner.spi.ColumnType;

/**
 * A value that SQL reads by {@code getvariable('name')}. It reaches the engine as a literal that is
 * cast, never as SQL.
 *
 * @param name lower case letters, digits and underscores
 * @param value as the engine casts it from text
 */
public record Variable(String name, ColumnType type, String value) {
  public Variable {
    if (!name.matches("[a-z_][a-z0-9_]*")) {
      throw new IllegalArgumentException("Not a name of a variable: " + name);
    }
  }

  /** {@return the statement that sets it} */
  String set() {
    return "SET VARIABLE %s = CAST(%s AS %s)"
        .formatted(Sql.identifier(name), Sql.literal(value), EngineTypes.name(type));
  }

  /** {@return the expression that reads it} */
  public String read() {
    return "getvariable(" + Sql.literal(name) + ")";
  }
}
