package dev.penstock.runner.target.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PiecesTest {
  private static final long MIB = 1L << 20;

  @ParameterizedTest
  @CsvSource({
    "0, 1, 8388608",
    "1, 1, 8388608",
    "8388608, 1, 8388608",
    "8388609, 2, 8388608",
    "83886080000, 10000, 8388608",
    "83886080001, 8889, 9437184",
    "5497558138880, 9987, 550502400",
  })
  void thereAreNeverMoreThanS3Takes(long bytes, int count, long size) {
    var pieces = Pieces.of(bytes);

    assertThat(pieces.count()).isEqualTo(count).isLessThanOrEqualTo(Pieces.MOST);
    assertThat(pieces.size()).isEqualTo(size).matches(each -> each % MIB == 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 8 * MIB, 8 * MIB + 1, 20 * MIB, 83_886_080_001L})
  void togetherTheyAreTheFile(long bytes) {
    var pieces = Pieces.of(bytes);
    long next = 0;
    for (int i = 0; i < pieces.count(); i++) {
      var piece = pieces.of(Path.of("part"), i);
      assertThat(piece.from()).isEqualTo(next);
      assertThat(piece.bytes()).isBetween(bytes == 0 ? 0L : 1L, pieces.size());
      next += piece.bytes();
    }
    assertThat(next).isEqualTo(bytes);
  }

  @Test
  void onlyTheLastIsShorter() {
    var pieces = Pieces.of(8 * MIB + 1);

    assertThat(pieces.of(Path.of("part"), 0)).isEqualTo(new FileRange(Path.of("part"), 0, 8 * MIB));
    assertThat(pieces.of(Path.of("part"), 1)).isEqualTo(new FileRange(Path.of("part"), 8 * MIB, 1));
  }
}
