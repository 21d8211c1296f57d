package dev.penstock.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.engine.CheckResult;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.PenstockException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckFailureTest {
  private static CheckResult result(String check, CheckResult.OfRule... rules) {
    return new CheckResult(check, "enriched", 1500, List.of(rules));
  }

  @Test
  void everyBrokenRuleOfEveryCheckIsInOneMessage() {
    var results =
        List.of(
            result(
                "order-id",
                new CheckResult.OfRule("notNull order_id", 0, List.of()),
                new CheckResult.OfRule(
                    "unique order_id", 1200, List.of("order_id=1", "order_id=2"))),
            result("total", new CheckResult.OfRule("expect total >= 0", 1, List.of())));
    assertThatThrownBy(() -> CheckFailure.refuse(results))
        .isInstanceOf(DataException.class)
        .satisfies(e -> assertThat(((DataException) e).rows()).hasValue(1201))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "CheckFailed: Check order-id on relation enriched: 1,200 of 1,500 rows break unique"
                + " order_id, as order_id=1 and order_id=2; Check total on relation enriched: 1 of"
                + " 1,500 rows break expect total >= 0. Correct these rows in the source or leave"
                + " them out in a step; nothing was committed.");
  }

  @Test
  void manyBrokenRulesDoNotMakeALongMessage() {
    var rules =
        IntStream.range(0, 25)
            .mapToObj(i -> new CheckResult.OfRule("notNull c" + i, 1, List.of()))
            .toArray(CheckResult.OfRule[]::new);
    assertThatThrownBy(() -> CheckFailure.refuse(List.of(result("all", rules))))
        .hasMessageEndingWith("break notNull c19; and 5 more rules");
  }

  @Test
  void nothingIsSaidWhereEveryRuleIsKept() {
    CheckFailure.refuse(List.of(result("a", new CheckResult.OfRule("notNull a", 0, List.of()))));
    assertThat(result("a").passed()).isTrue();
  }
}
