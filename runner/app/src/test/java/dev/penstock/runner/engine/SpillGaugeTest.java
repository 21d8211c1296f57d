package dev.penstock.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillGaugeTest {
  @TempDir private Path scratch;

  @Test
  void itKeepsTheMostThatLayThereAtOnce() throws Exception {
    var folder = scratch.resolve("spill");
    try (var gauge = SpillGauge.over(folder)) {
      gauge.look();
      assertThat(gauge.peakBytes()).isZero();
      Files.createDirectory(folder);
      Files.write(folder.resolve("a"), new byte[1000]);
      Files.write(folder.resolve("b"), new byte[500]);
      gauge.look();
      Files.delete(folder.resolve("a"));
      Files.write(folder.resolve("b"), new byte[700]);
      gauge.look();
      assertThat(gauge.peakBytes()).isEqualTo(1500);
    }
  }
}
