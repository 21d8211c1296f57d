package dev.penstock.runner.reconcile;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is said of a column of some rows.
 *
 * @param figures those that its type has; one that no row contributes to is absent
 */
public record ColumnTally(String column, Map<Figure, BigDecimal> figures) {
  public ColumnTally {
    var copy = new EnumMap<Figure, BigDecimal>(Figure.class);
    copy.putAll(figures);
    figures = Collections.unmodifiableMap(copy);
  }

  /** {@return what is said of these rows and those of another tally of the column} */
  ColumnTally plus(ColumnTally other) {
    if (!other.column.equals(column)) {
      throw new IllegalArgumentException("%s is not %s".formatted(other.column, column));
    }
    var sum = new EnumMap<Figure, BigDecimal>(Figure.class);
    sum.putAll(figures);
    other.figures.forEach((figure, value) -> sum.merge(figure, value, figure::together));
    return new ColumnTally(column, sum);
  }
}
