package dev.penstock.operator.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void onlyTheRunnersImageIsNeeded() {
    var settings = Settings.of(Map.of("PENSTOCK_RUNNER_IMAGE", "runner:1"));
    assertThat(settings.runner()).isEqualTo(new RunnerImage("runner:1", "IfNotPresent"));
    assertThat(settings.namespaces()).isEmpty();
    assertThat(settings.healthPort()).isEqualTo(8080);
  }

  @Test
  void namespacesAreAList() {
    var settings =
        Settings.of(
            Map.of("PENSTOCK_RUNNER_IMAGE", "runner:1", "PENSTOCK_WATCH_NAMESPACES", "a, b,"));
    assertThat(settings.namespaces()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void aMissingImageIsRefused() {
    assertThatThrownBy(() -> Settings.of(Map.of()))
        .hasMessage("PENSTOCK_RUNNER_IMAGE is not set. Name the image of the runner.");
  }

  @Test
  void aPortThatIsNoneIsRefused() {
    assertThatThrownBy(() ->
            Settings.of(
                Map.of("PENSTOCK_RUNNER_IMAGE", "runner:1", "PENSTOCK_HEALTH_PORT", "http")))
        .hasMessage("PENSTOCK_HEALTH_PORT is http. Write a port, or 0 for none.");
  }
}
