package dev.penstock.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineSettingsTest {
  private static final long MIB = 1 << 20;
  private static final Path SCRATCH = Path.of("scratch");

  /** As a pod of that limit, where a quarter is the Java heap. */
  private static EngineSettings pod(long limit, int processors) {
    return EngineSettings.beside(limit * MIB, limit / 4 * MIB, processors, SCRATCH);
  }

  @ParameterizedTest
  @CsvSource({
    "512, 1, 1, 160, 1, 160, 20",
    "512, 2, 2, 136, 1, 160, 20",
    "1024, 2, 2, 520, 2, 520, 32.5",
    "2048, 2, 2, 1288, 2, 1288, 48",
    "8192, 2, 2, 5896, 2, 5896, 48",
    "8192, 8, 8, 5752, 8, 5752, 48",
  })
  void theEngineGetsWhatHeapJvmAndThreadsLeave(
      long limit,
      int processors,
      int threads,
      long memory,
      int holding,
      long holdingMemory,
      BigDecimal rowGroup) {
    assertThat(pod(limit, processors))
        .isEqualTo(new EngineSettings(threads, memory * MIB, SCRATCH));
    assertThat(pod(limit, processors).holdingRows())
        .isEqualTo(
            new EngineSettings(
                holding,
                holdingMemory * MIB,
                SCRATCH,
                OptionalLong.empty(),
                rowGroup.multiply(BigDecimal.valueOf(MIB)).longValueExact()));
  }

  /** A pod without a limit of processors sees all those of its node. */
  @Test
  void aLargeNodeDoesNotSplitASmallPodIntoManyThreads() {
    assertThat(pod(1024, 64)).isEqualTo(new EngineSettings(6, 424 * MIB, SCRATCH));
    assertThat(pod(1024, 64).holdingRows())
        .isEqualTo(
            new EngineSettings(3, 496 * MIB, SCRATCH, OptionalLong.empty(), 496 * MIB / 3 / 8));
  }

  @ParameterizedTest
  @CsvSource({"512", "600", "768", "1024", "1536", "2048", "4096", "8192"})
  void whateverIsHandedOutIsWithinTheLimit(long limit) {
    for (int processors = 1; processors <= 64; processors++) {
      for (var settings :
          new EngineSettings[] {pod(limit, processors), pod(limit, processors).holdingRows()}) {
        long all = limit / 4 + 200 + 24L * settings.threads() + settings.memoryBytes() / MIB;
        assertThat(all).isLessThanOrEqualTo(limit);
      }
    }
  }

  @Test
  void aPodThatIsTooSmallGetsTheLeastThatWorks() {
    assertThat(EngineSettings.beside(300 * MIB, 192 * MIB, 2, SCRATCH))
        .isEqualTo(new EngineSettings(1, 100 * MIB, SCRATCH));
  }

  @Test
  void holdingRowsKeepsTheBoundOfScratch() {
    assertThat(pod(512, 2).onScratchOf(1000 * MIB).holdingRows().spillBytes()).hasValue(600 * MIB);
  }
}
