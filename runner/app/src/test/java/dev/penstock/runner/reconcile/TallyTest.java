package dev.penstock.runner.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.spi.InternalException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static Tally orders(long rows, Map<Figure, Integer> figures) {
    var numbers = new java.util.EnumMap<Figure, BigDecimal>(Figure.class);
    figures.forEach((figure, value) -> numbers.put(figure, BigDecimal.valueOf(value)));
    return new Tally(rows, List.of(new ColumnTally("total", numbers)));
  }

  private static final Tally SEALED =
      orders(3, Map.of(Figure.NULLS, 1, Figure.HASH, 40, Figure.LEAST, -5, Figure.GREATEST, 9));

  @Test
  void wavesAddUp() {
    var next =
        orders(2, Map.of(Figure.NULLS, 0, Figure.HASH, 2, Figure.LEAST, -7, Figure.GREATEST, 8));
    var both =
        orders(5, Map.of(Figure.NULLS, 1, Figure.HASH, 42, Figure.LEAST, -7, Figure.GREATEST, 9));
    assertThat(SEALED.plus(next)).isEqualTo(both);
    assertThat(next.plus(SEALED)).isEqualTo(both);
    assertThat(SEALED.plus(Tally.NOTHING)).isEqualTo(SEALED);
    assertThat(Tally.NOTHING.plus(SEALED)).isEqualTo(SEALED);
  }

  @Test
  void aWaveOfNullsKeepsTheEndsOfTheOthers() {
    var nulls = orders(1, Map.of(Figure.NULLS, 1));
    assertThat(SEALED.plus(nulls).columns().getFirst().figures())
        .containsEntry(Figure.LEAST, BigDecimal.valueOf(-5))
        .containsEntry(Figure.NULLS, BigDecimal.valueOf(2));
  }

  @Test
  void theSameIsNotRefused() {
    assertThatCode(() -> NotReconciled.refuse("orders", SEALED, SEALED, "the staging table"))
        .doesNotThrowAnyException();
  }

  @Test
  void aRefusalNamesTargetColumnAndBothNumbers() {
    var staged =
        orders(3, Map.of(Figure.NULLS, 1, Figure.HASH, 41, Figure.LEAST, -6, Figure.GREATEST, 9));
    assertThatThrownBy(() -> NotReconciled.refuse("orders", SEALED, staged, "the staging table"))
        .isInstanceOf(InternalException.class)
        .hasMessage(
            "Column total of target orders differs in its hash: 40 in the sealed parts, 41 in the"
                + " staging table");
  }

  @Test
  void aRefusalShowsNoValueOfARow() {
    var staged =
        orders(3, Map.of(Figure.NULLS, 1, Figure.HASH, 40, Figure.LEAST, -6, Figure.GREATEST, 9));
    assertThatThrownBy(() -> NotReconciled.refuse("orders", SEALED, staged, "the staging table"))
        .hasMessage(
            "Column total of target orders differs in its least value between the sealed parts and"
                + " the staging table");
  }

  @Test
  void anotherNumberOfRowsIsToldFirst() {
    assertThatThrownBy(
            () -> NotReconciled.refuse("orders", SEALED, Tally.NOTHING, "the staging table"))
        .hasMessage(
            "Target orders differs in its rows: 3 in the sealed parts, 0 in the staging table");
  }

  @Test
  void floatingPointNumbersMayDifferInDigitsThatAWarehouseDoesNotSay() {
    assertThat(floating("1.2345678901234567").differsFrom(floating("1.23456789012345"))).isEmpty();
    assertThat(floating("1.2345678901").differsFrom(floating("1.2345678902"))).isPresent();
  }

  private static Tally floating(String least) {
    return new Tally(
        1,
        List.of(
            new ColumnTally(
                "ratio",
                Map.of(
                    Figure.NULLS, BigDecimal.ZERO,
                    Figure.FINITE, BigDecimal.ONE,
                    Figure.LEAST, new BigDecimal(least)))));
  }
}
