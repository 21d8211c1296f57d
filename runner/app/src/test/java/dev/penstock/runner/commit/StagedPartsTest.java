package dev.penstock.runner.commit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StagedPartsTest {
  private static final Attempt ATTEMPT = new Attempt(SimulatedWorld.run("r1"), "attempt-1", 41);

  @Test
  void whatAnAttemptStagesLiesBelowItsBase() {
    assertThat(StagedParts.key("root", ATTEMPT, "orders", 7))
        .isEqualTo("root/parts/00000000000000000041-attempt-1/orders-00007.parquet");
    assertThat(StagedParts.tail("root", ATTEMPT, "orders"))
        .isEqualTo("root/parts/00000000000000000041-attempt-1/tail-orders.parquet");
  }

  @Test
  void aVisiblePartLiesInTheDirectoryOfItsPartition() {
    assertThat(StagedParts.visible("sales/orders", "", 42, 7))
        .isEqualTo("sales/orders/00000000000000000042-00007.parquet");
    assertThat(StagedParts.visible("sales/orders", "p_day=2026-03-01/p_country=DE", 42, 7))
        .isEqualTo("sales/orders/p_day=2026-03-01/p_country=DE/00000000000000000042-00007.parquet");
  }
}
