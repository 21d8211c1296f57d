package dev.penstock.runner.reconcile;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is said of some rows: how many there are, and each column's figures.
 *
 * @param columns in the order of the parts; none if there are no rows
 */
public record Tally(long rows, List<ColumnTally> columns) {
  /** Of no rows. */
  public static final Tally NOTHING = new Tally(0, List.of());

  /**
   * A warehouse says a floating-point number in decimal digits, not all of which are the number.
   */
  private static final BigDecimal NEAR = new BigDecimal("1e-12");

  /** Below it a floating-point number has fewer digits than {@link #NEAR} counts on. */
  private static final BigDecimal TINY = new BigDecimal("1e-300");

  public Tally {
    columns = rows == 0 ? List.of() : List.copyOf(columns);
  }

  /** {@return what is said of these rows and other rows of the same columns} */
  public Tally plus(Tally other) {
    if (rows == 0) {
      return other;
    }
    if (other.rows == 0) {
      return this;
    }
    List<ColumnTally> sums = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      sums.add(columns.get(i).plus(other.columns.get(i)));
    }
    return new Tally(rows + other.rows, sums);
  }

  /**
   * The first thing that two tallies of the same rows say differently.
   *
   * @param column empty: the number of rows
   * @param one and {@code other}: what each says; empty if that would show a value of a row
   */
  public record Difference(
      Optional<String> column, String what, Optional<String> one, Optional<String> other) {}

  /** {@return what the other tally says differently, or empty if they agree} */
  public Optional<Difference> differsFrom(Tally other) {
    if (rows != other.rows) {
      return Optional.of(
          new Difference(
              Optional.empty(), "rows", Optional.of("" + rows), Optional.of("" + other.rows)));
    }
    for (var figure : Figure.values()) {
      for (int i = 0; i < columns.size(); i++) {
        var one = Optional.ofNullable(columns.get(i).figures().get(figure));
        var two = Optional.ofNullable(other.columns.get(i).figures().get(figure));
        if (!same(columns.get(i), one, two)) {
          return Optional.of(difference(columns.get(i).column(), figure, one, two));
        }
      }
    }
    return Optional.empty();
  }

  private static Difference difference(
      String column, Figure figure, Optional<BigDecimal> one, Optional<BigDecimal> other) {
    var shown = Optional.of(figure).filter(f -> !f.isValue());
    return new Difference(
        Optional.of(column),
        figure.words(),
        shown.map(f -> text(one)),
        shown.map(f -> text(other)));
  }

  private static String text(Optional<BigDecimal> figure) {
    return figure.map(BigDecimal::toPlainString).orElse("none");
  }

  private static boolean same(
      ColumnTally column, Optional<BigDecimal> one, Optional<BigDecimal> two) {
    if (one.isEmpty() || two.isEmpty()) {
      return one.isEmpty() && two.isEmpty();
    }
    var apart = one.get().subtract(two.get()).abs();
    return column.figures().containsKey(Figure.FINITE)
        ? apart.compareTo(one.get().abs().max(two.get().abs()).multiply(NEAR).max(TINY)) <= 0
        : apart.signum() == 0;
  }
}
