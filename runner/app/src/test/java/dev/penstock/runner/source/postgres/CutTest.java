package dev.penstock.runner.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CutTest {
  private static final Selection ALL =
      new Selection(List.of("id"), "\"public\".\"t\"", List.of(), Map.of());

  private static List<String> pieces(Cut cut, int wanted) {
    return cut.splits("s", ALL, wanted).stream().map(split -> split.piece().sql()).toList();
  }

  @Test
  void rangesOfBlocksTouchAndTheLastOneIsOpen() {
    assertThat(pieces(new Cut.ByBlocks(10, 1), 3))
        .containsExactly(
            "SELECT \"id\" FROM \"public\".\"t\" WHERE (ctid < '(3,0)'::tid)",
            "SELECT \"id\" FROM \"public\".\"t\" WHERE (ctid >= '(3,0)'::tid)"
                + " AND (ctid < '(6,0)'::tid)",
            "SELECT \"id\" FROM \"public\".\"t\" WHERE (ctid >= '(6,0)'::tid)");
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1", "0, 7, 1", "127, 7, 1", "128, 7, 1", "1280, 7, 7", "1280, 64, 10"})
  void aSplitIsWorthASession(long blocks, int wanted, int pieces) {
    assertThat(pieces(new Cut.ByBlocks(blocks, Cut.ByBlocks.WORTH_A_SESSION), wanted))
        .hasSize(pieces);
  }

  @Test
  void rangesOfKeysAreOpenAtBothEndsAndTheFirstHasRowsWithoutAKey() {
    assertThat(pieces(new Cut.ByKeys("\"k\"", List.of("10", "20", "30")), 3))
        .containsExactly(
            "SELECT \"id\" FROM \"public\".\"t\" WHERE (\"k\" < 20 OR \"k\" IS NULL)",
            "SELECT \"id\" FROM \"public\".\"t\" WHERE (\"k\" >= 20 AND \"k\" < 30)",
            "SELECT \"id\" FROM \"public\".\"t\" WHERE (\"k\" >= 30)");
  }

  @ParameterizedTest
  @CsvSource({"0, 5, 1", "1, 1, 1", "1, 2, 2", "1, 5, 2", "100, 64, 64", "100, 400, 101"})
  void thereAreNoMorePiecesThanBoundsAllow(int bounds, int wanted, int pieces) {
    var literals = java.util.stream.IntStream.range(0, bounds).mapToObj(String::valueOf).toList();
    assertThat(pieces(new Cut.ByKeys("\"k\"", literals), wanted))
        .hasSize(pieces)
        .doesNotHaveDuplicates();
  }

  @Test
  void whatCanNotBeCutIsOneSplit() {
    assertThat(pieces(new Cut.None(), 7)).containsExactly("SELECT \"id\" FROM \"public\".\"t\"");
  }
}
