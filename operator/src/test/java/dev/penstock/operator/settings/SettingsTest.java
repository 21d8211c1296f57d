package dev.penstock.operator.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @Test
  void onlyTheRunnersImageIsNeeded() {
    var settings = Settings.of(Map.of("PENSTOCK_RUNNER_IMAGE", "runner:1"));
    assertThat(settings.runner()).isEqualTo(new RunnerImage("runner:1", "IfNotPresent"));
    assertThat(settings.namespaces()).isEmpty();
    assertThat(settings.healthPort()).isEqualTo(8080);
    assertThat(settings.namedPipelines()).isEqualTo(500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "10001", "many"})
  void aNumberOfPipelinesThatIsNoneIsRefused(String number) {
    assertThatThrownBy(() ->
            Settings.of(
                Map.of("PENSTOCK_RUNNER_IMAGE", "runner:1", "PENSTOCK_METRICS_PIPELINES", number)))
        .hasMessage(
            "PENSTOCK_METRICS_PIPELINES is %s. Write a number from 0 to 10000.".formatted(number));
  }

  @Test
  void namespacesAreAList() {
    var settings =
        Settings.of(
            Map.of("PENSTOCK_RUNNER_IMAGE", "runner:1", "PENSTOCK_WATCH_NAMESPACES", "a, b,"));
    assertThat(settings.namespaces()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void runsTellNobodyUnlessSomebodyIsNamed() {
    var image = Map.of("PENSTOCK_RUNNER_IMAGE", "runner:1");
    var environment = new HashMap<>(image);
    environment.put("PENSTOCK_RUNNER_LINEAGE_URL", "");
    environment.put("PENSTOCK_RUNNER_LINEAGE_SQL", "false");
    environment.put("PENSTOCK_RUNNER_TRACES_ENDPOINT", "");
    environment.put("PENSTOCK_RUNNER_TELEMETRY_SECRET", "telemetry");
    assertThat(Settings.of(image).telemetry()).isEqualTo(RunnerTelemetry.NONE);
    assertThat(Settings.of(environment).telemetry()).isEqualTo(RunnerTelemetry.NONE);
    environment.put("PENSTOCK_RUNNER_LINEAGE_URL", "http://marquez:5000");
    environment.put("PENSTOCK_RUNNER_LINEAGE_SQL", "true");
    environment.put("PENSTOCK_RUNNER_LINEAGE_NAMESPACE", "prod");
    environment.put("PENSTOCK_RUNNER_TRACES_ENDPOINT", "http://collector:4318");
    assertThat(Settings.of(environment).telemetry())
        .isEqualTo(
            new RunnerTelemetry(
                Map.of(
                    "OPENLINEAGE_URL", "http://marquez:5000",
                    "OPENLINEAGE_NAMESPACE", "prod",
                    "PENSTOCK_LINEAGE_SQL", "true",
                    "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"),
                Optional.of("telemetry")));
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

  @Test
  void replicasElectALeaderWhenTheirNamespaceIsKnown() {
    assertThat(Settings.of(Map.of("PENSTOCK_RUNNER_IMAGE", "runner:1")).election()).isEmpty();
    var environment =
        Map.of(
            "PENSTOCK_RUNNER_IMAGE", "runner:1",
            "PENSTOCK_NAMESPACE", "penstock-system",
            "PENSTOCK_INSTANCE", "penstock-7d9f-abcde");
    var election = Settings.of(environment).election().orElseThrow();
    assertThat(election.namespace()).isEqualTo("penstock-system");
    assertThat(election.name()).isEqualTo("penstock-operator");
    assertThat(election.duration()).isEqualTo(Duration.ofSeconds(15));
    assertThat(election.deadline()).isEqualTo(Duration.ofSeconds(10));
    assertThat(election.period()).isEqualTo(Duration.ofSeconds(2));
    assertThat(election.identity()).startsWith("penstock-7d9f-abcde_");
    assertThat(Settings.of(environment).election().orElseThrow().identity())
        .as("two pods on the network of one host have one name")
        .isNotEqualTo(election.identity());
  }

  @Test
  void timesThatCannotWorkAreRefused() {
    assertThatThrownBy(() ->
            Settings.of(
                Map.of(
                    "PENSTOCK_RUNNER_IMAGE", "runner:1",
                    "PENSTOCK_NAMESPACE", "penstock-system",
                    "PENSTOCK_LEASE_SECONDS", "10")))
        .hasMessage(
            "The retry period PT2S must be shorter than the renew deadline PT10S, and that shorter"
                + " than the lease duration PT10S, which is in whole seconds. Change"
                + " PENSTOCK_LEASE_SECONDS, PENSTOCK_RENEW_SECONDS or PENSTOCK_RETRY_SECONDS.");
  }

  @Test
  void anElectionWithoutANamespaceIsRefused() {
    assertThatThrownBy(() ->
            Settings.of(
                Map.of("PENSTOCK_RUNNER_IMAGE", "runner:1", "PENSTOCK_LEADER_ELECTION", "true")))
        .hasMessage(
            "PENSTOCK_LEADER_ELECTION is true and PENSTOCK_NAMESPACE is not set. Name the"
                + " namespace of the lease.");
  }

  @Test
  void secretsThatMayBeReadComeByNamespace() {
    assertThat(Settings.of(Map.of("PENSTOCK_RUNNER_IMAGE", "runner:1")).notifications())
        .isEqualTo(NotificationSettings.none());
    var environment =
        Map.of(
            "PENSTOCK_RUNNER_IMAGE", "runner:1",
            "PENSTOCK_NOTIFICATION_SECRETS", "{\"shop\":[\"slack\",\"mail\"]}",
            "PENSTOCK_NOTIFICATION_GATHER_SECONDS", "60");
    assertThat(Settings.of(environment).notifications())
        .isEqualTo(
            new NotificationSettings(
                Map.of("shop", Set.of("slack", "mail")), Duration.ofSeconds(60)));
  }

  @Test
  void notificationSettingsThatCannotBeReadAreRefused() {
    assertThatThrownBy(() ->
            Settings.of(
                Map.of("PENSTOCK_RUNNER_IMAGE", "a:1", "PENSTOCK_NOTIFICATION_SECRETS", "slack")))
        .hasMessage(
            "PENSTOCK_NOTIFICATION_SECRETS is not valid. Write names by namespace, as"
                + " {\"shop\": [\"data-slack\"]}.");
    assertThatThrownBy(() ->
            Settings.of(
                Map.of(
                    "PENSTOCK_RUNNER_IMAGE", "a:1", "PENSTOCK_NOTIFICATION_GATHER_SECONDS", "1h")))
        .hasMessage("PENSTOCK_NOTIFICATION_GATHER_SECONDS is 1h. Write seconds from 0 to 600.");
  }
}
