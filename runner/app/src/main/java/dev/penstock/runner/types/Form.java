package dev.penstock.runner.types;

import dev.penstock.runner.spi.ColumnType;
import java.util.Optional;

/** How a relation holds the values of a type. */
public sealed interface Form {
  /** Every value that is not refused as such means the same. */
  record Exact(ColumnType type) implements Form {}

  /**
   * Every value arrives, in a type that says less of it.
   *
   * @param lost what the wider type does not say
   */
  record Widened(ColumnType type, String lost) implements Form {}

  /**
   * The author decides by a cast.
   *
   * @param to the type to cast to
   * @param becomes what the relation has then
   */
  record Refused(String to, ColumnType becomes) implements Form {
    /**
     * {@return the expression that a query or a view can hold instead}
     *
     * @param column quoted
     */
    public String cast(String column) {
      return switch (to) {
        // A cast to json is there for hstore alone; the function is there for every type.
        case "to_json" -> "to_json(%s)".formatted(column);
        default -> "CAST(%s AS %s)".formatted(column, to);
      };
    }
  }

  /** {@return the type of the relation; empty: it is refused} */
  default Optional<ColumnType> relation() {
    return switch (this) {
      case Exact exact -> Optional.of(exact.type());
      case Widened widened -> Optional.of(widened.type());
      case Refused refused -> Optional.empty();
    };
  }
}
