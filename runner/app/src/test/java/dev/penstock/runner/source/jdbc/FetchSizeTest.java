package dev.penstock.runner.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.spi.Batch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FetchSizeTest {
  private static final int QUARTER = Batch.BYTES / 4;

  private static void take(FetchSize fetch, long bytes) {
    while (!fetch.used()) {
      fetch.took(bytes);
    }
  }

  private static List<Integer> sizes(FetchSize fetch, long... widths) {
    List<Integer> sizes = new ArrayList<>(List.of(fetch.rows()));
    for (long width : widths) {
      take(fetch, width);
      sizes.add(fetch.next());
    }
    return sizes;
  }

  @Test
  void narrowRowsLeadToWholeBatchesStepByStep() {
    assertThat(sizes(new FetchSize(100), 100, 100, 100, 100, 100))
        .containsExactly(16, 64, 256, 1024, Batch.ROWS, Batch.ROWS);
  }

  @Test
  void rowsThatTurnOutWideShrinkItAtOnceAndOnlyWhileTheyAreWide() {
    assertThat(sizes(new FetchSize(100), QUARTER, 10L * QUARTER, 100, 100))
        .containsExactly(16, 4, 1, 4, 16);
  }

  @Test
  void theWidestRowOfAFetchCounts() {
    var fetch = new FetchSize(100);
    fetch.took(2 * QUARTER);
    take(fetch, 100);
    assertThat(fetch.next()).isEqualTo(2);
  }

  @Test
  void rowsThatAreExpectedToBeWideAreFewFromTheBeginning() {
    assertThat(new FetchSize(QUARTER).rows()).isEqualTo(4);
    assertThat(new FetchSize(100L * QUARTER).rows()).isEqualTo(1);
  }

  @Test
  void emptyRowsAreNoReasonToDivideByZero() {
    assertThat(sizes(new FetchSize(0), 0)).containsExactly(16, 64);
  }
}
