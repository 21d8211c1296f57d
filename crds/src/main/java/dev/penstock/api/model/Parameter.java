package dev.penstock.api.model;

import java.util.regex.Pattern;

/**
 * A named value that SQL uses as {@code $name}; it reaches SQL as a value, never as text.
 *
 * @param value as {@link Type} writes it
 */
public record Parameter(String name, Type type, String value) {
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*");

  /** What a value is. */
  public enum Type {
    TEXT,
    /** Up to 18 digits. */
    INTEGER,
    /** Up to 38 digits, with a point. */
    DECIMAL,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** {@code 2026-03-01}. */
    DATE,
    /** {@code 2026-03-01T10:15:00Z}. */
    TIMESTAMP
  }

  public Parameter {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("Not a parameter name: " + name);
    }
  }
}
