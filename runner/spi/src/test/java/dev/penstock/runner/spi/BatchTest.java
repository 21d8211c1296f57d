package dev.penstock.runner.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BatchTest {
  private final Batch batch = new Batch(Schema.of(new Column("id", new ColumnType.Int64())));

  @Test
  void aNullIsKeptPerRowUntilTheBatchIsCleared() {
    batch.vector(0).setNull(0);
    batch.vector(0).setNull(65);
    batch.vector(0).setNull(2047);
    assertThat(java.util.stream.IntStream.range(0, Batch.ROWS).filter(batch.vector(0)::isNull))
        .containsExactly(0, 65, 2047);
    batch.clear();
    assertThat(batch.vector(0).anyNull()).isFalse();
    batch.vector(0).setNull(1);
    assertThat(java.util.stream.IntStream.range(0, Batch.ROWS).filter(batch.vector(0)::isNull))
        .containsExactly(1);
  }

  @Test
  void moreRowsThanFitAreRefused() {
    assertThatThrownBy(() -> batch.filled(2049)).hasMessage("A batch holds 2048 rows, not 2049");
  }
}
