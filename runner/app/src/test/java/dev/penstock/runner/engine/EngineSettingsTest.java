package dev.penstock.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EngineSettingsTest {
  private static final long MIB = 1 << 20;

  @Test
  void theEngineGetsWhatTheHeapAndTheJvmLeave() {
    assertThat(EngineSettings.beside(1024 * MIB, 204 * MIB, 2)).isEqualTo(588 * MIB);
  }

  @Test
  void aPodThatIsTooSmallGetsTheLeastThatWorks() {
    assertThat(EngineSettings.beside(300 * MIB, 192 * MIB, 2)).isEqualTo(100 * MIB);
  }
}
