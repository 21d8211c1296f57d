package dev.penstock.runner.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SmallPartsTest {
  @Test
  void manySmallPartsAreToldWithTheirNumberAndSize() {
    assertThat(SmallParts.advice("orders", 2555, 2555L * 41_500))
        .hasValue(
            "Target orders got 2,555 parts of on average 41 KB in one run; a coarser partitionBy,"
                + " as months instead of days, makes fewer and larger ones");
  }

  @Test
  void fewPartsAndLargePartsAreNot() {
    assertThat(SmallParts.advice("orders", 99, 99 * 1000)).isEmpty();
    assertThat(SmallParts.advice("orders", 100, 100L * (4 << 20))).isEmpty();
    assertThat(SmallParts.advice("orders", 0, 0)).isEmpty();
  }
}
