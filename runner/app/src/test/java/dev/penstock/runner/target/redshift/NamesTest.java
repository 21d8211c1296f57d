package dev.penstock.runner.target.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.ResourceName;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final ResourceName ORDERS = new ResourceName("sales", "orders");

  @Test
  void namesAreReadableShortAndApart() {
    assertThat(Names.ledger(ORDERS, "orders")).matches("ledger_sales_orders_orders_[0-9a-f]{8}");
    assertThat(Names.ledger(new ResourceName("sales", "a-b"), "c"))
        .isNotEqualTo(Names.ledger(new ResourceName("sales", "a"), "b-c"));
    var longest = new ResourceName("n".repeat(63), "p".repeat(52));
    assertThat(Names.ledger(longest, "t".repeat(63))).hasSizeLessThan(64);
    assertThat(Names.owner("s".repeat(63) + "." + "t".repeat(63))).hasSizeLessThan(64);
    assertThat(Names.owner("Sales.Orders")).isEqualTo(Names.owner("sales.orders"));
    assertThat(Names.staging(longest, "t".repeat(63), Long.MAX_VALUE, "a".repeat(36)))
        .hasSizeLessThan(64);
  }

  @Test
  void aStagingTableTellsItsBase() {
    var staging = Names.staging(ORDERS, "2024_12_x", 41, "attempt-1");
    assertThat(Names.base(staging)).hasValue(41);
    assertThat(staging).startsWith(Names.stagingPrefix(ORDERS));
    assertThat(Names.base("stg_theirs")).isEmpty();
  }

  @Test
  void whatCouldEndATextOrANameIsRefusedOrDoubled() {
    assertThat(Names.literal("s3://a/o'brien")).isEqualTo("'s3://a/o''brien'");
    assertThat(Names.qualified("Sales.Orders")).isEqualTo("\"sales\".\"orders\"");
    assertThatThrownBy(() -> Names.quoted("a\"b")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Names.literal("a\\")).isInstanceOf(IllegalArgumentException.class);
  }
}
