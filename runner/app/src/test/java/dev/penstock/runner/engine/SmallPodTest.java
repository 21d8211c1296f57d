package dev.penstock.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the recipe leaves the engine in the smallest pod, 512 MiB, on a node of two processors:
 * enough for rows that pass however wide they are, and for steps that hold more than it has.
 */
class SmallPodTest {
  private static final long MIB = 1 << 20;

  /** With these columns some 200 MB. */
  private static final int ROWS = 400_000;

  @TempDir private Path scratch;

  private EngineSettings pod() {
    return EngineSettings.beside(512 * MIB, 128 * MIB, 2, scratch).onScratchOf(5L << 30);
  }

  private SealOptions options(List<String> partitionBy) {
    return new SealOptions(
        scratch.resolve("parts"), Codec.ZSTD, Pace.DEFAULT.partBytes(), 1, partitionBy, List.of());
  }

  /** 60 texts in a row: a thread that gathered 128 Ki of them would hold 400 MB. */
  @ParameterizedTest
  @ValueSource(ints = {1, 40})
  void wideRowsPassAlsoIntoManyDirectories(int directories) {
    var columns =
        IntStream.range(0, 60)
            .mapToObj(i -> "md5((id + %d)::VARCHAR) AS c%d".formatted(i, i))
            .collect(Collectors.joining(", "));
    try (var engine = DuckDbEngine.open(pod(), Pace.DEFAULT, List.of())) {
      engine.step(
          "wide",
          "SELECT id %% %d AS k, %s FROM range(60000) r(id)".formatted(directories, columns));
      var sealed = engine.seal("wide", options(directories == 1 ? List.of() : List.of("k")));
      assertThat(sealed.rows()).isEqualTo(60_000);
      assertThat(sealed.parts()).extracting(SealedPart::directory).hasSize(directories);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "sort|SELECT * FROM events ORDER BY device, note",
        "distinct|SELECT DISTINCT * FROM events",
        "group|SELECT note, max(device) AS device FROM events GROUP BY note",
        "latest|SELECT * FROM events QUALIFY row_number() OVER (PARTITION BY id ORDER BY device) = 1",
        "join|SELECT a.*, b.device AS other FROM events a JOIN events b ON a.note = b.note",
      })
  void aStepThatHoldsMoreThanThereIsSpills(String name, String sql) {
    try (var engine = DuckDbEngine.open(pod().holdingRows(), Pace.DEFAULT, List.of())) {
      engine.step(
          "events",
          "SELECT id, id * 7919 %% 1000003 AS device, repeat(md5(id::VARCHAR), 16) AS note FROM range(%d) r(id)"
              .formatted(ROWS));
      engine.step("made", sql);
      assertThat(engine.seal("made", options(List.of())).rows()).isEqualTo(ROWS);
      assertThat(engine.spilledBytes()).isPositive();
    }
  }
}
