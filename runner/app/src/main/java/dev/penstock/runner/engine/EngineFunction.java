package dev.penstock.runner.engine;

import java.util.Optional;

/**
 * One overload of a function that SQL can call.
 *
 * @param stability of a scalar: whether one set of arguments always yields the same
 * @param definition the expression of a macro
 */
public record EngineFunction(
    String name, Kind kind, Stability stability, Optional<String> definition) {
  /** What it takes and yields. */
  public enum Kind {
    SCALAR,
    MACRO,
    AGGREGATE,
    WINDOW,
    /** Yields rows, or something else that no expression can hold. */
    OTHER
  }

  /** When it yields the same again. */
  public enum Stability {
    ALWAYS,
    WITHIN_STATEMENT,
    NEVER
  }
}
