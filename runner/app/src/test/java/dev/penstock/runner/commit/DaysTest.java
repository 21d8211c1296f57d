package dev.penstock.runner.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.commit.Days.Stretch;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DaysTest {
  private static final LocalDate FIRST = LocalDate.parse("2024-02-28");

  private static CommittedPart part(LocalDate day) {
    return new CommittedPart(
        "staged-" + day, Optional.of("orders/" + day), 10, 1, "00", Optional.of(day));
  }

  private static CommittedTarget replacing(Days days, List<CommittedPart> parts) {
    return new CommittedTarget(
        "orders",
        new CommittedTarget.Place("lake", "acme-lake"),
        Optional.of("orders"),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        parts,
        Optional.empty(),
        Optional.empty(),
        Optional.of(days));
  }

  @Test
  void daysInARowAreOneStretchAlsoAcrossALeapDay() {
    var days =
        Days.of(
            "day", List.of(FIRST.plusDays(2), FIRST, FIRST, FIRST.plusDays(1), FIRST.plusDays(5)));
    assertThat(days.stretches())
        .containsExactly(
            new Stretch(FIRST, LocalDate.parse("2024-03-02")),
            new Stretch(LocalDate.parse("2024-03-04"), LocalDate.parse("2024-03-05")));
    assertThat(days.count()).isEqualTo(4);
    assertThat(days.covers(LocalDate.parse("2024-03-01"))).isTrue();
    assertThat(days.covers(LocalDate.parse("2024-03-02"))).isFalse();
    assertThat(days.coversKey("orders/p_day=2024-02-29/00000000000000000001-00000.parquet"))
        .isTrue();
    assertThat(days.coversKey("orders/p_day=2024-03-02/00000000000000000001-00000.parquet"))
        .isFalse();
  }

  @Test
  void onlyPartsOfTheReplacedDaysCountNoMore() {
    var later = replacing(Days.of("day", List.of(FIRST)), List.of());
    assertThat(later.overtakes(part(FIRST))).isTrue();
    assertThat(later.overtakes(part(FIRST.plusDays(1)))).isFalse();
    var untold = new CommittedPart("staged", Optional.of("orders/untold"), 10, 1, "00");
    assertThat(later.overtakes(untold)).isFalse();
  }

  @Test
  void aPartIsOfADayThatItsTargetReplaces() {
    var days = Days.of("day", List.of(FIRST));
    assertThat(replacing(days, List.of(part(FIRST))).rows()).isEqualTo(1);
    assertThatThrownBy(() -> replacing(days, List.of(part(FIRST.plusDays(1)))))
        .isInstanceOf(IllegalArgumentException.class);
    var untold = new CommittedPart("staged", Optional.of("orders/untold"), 10, 1, "00");
    assertThatThrownBy(() -> replacing(days, List.of(untold)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void stretchesAreInOrderAndApart() {
    var one = new Stretch(FIRST, FIRST.plusDays(1));
    var next = new Stretch(FIRST.plusDays(1), FIRST.plusDays(2));
    assertThatThrownBy(() -> new Days("day", List.of(one, next)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Stretch(FIRST, FIRST))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
