package dev.penstock.runner.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetrySettingsTest {
  private static final String LINEAGE = "OPENLINEAGE_URL";
  private static final String OTLP = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String TRACES = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @TempDir Path directory;

  private static TelemetrySettings of(String... variables) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return TelemetrySettings.of(environment);
  }

  @Test
  void nothingIsToldWhereNothingIsSet() {
    assertThat(of().lineage()).isEmpty();
    assertThat(of().traces()).isEmpty();
    assertThat(of(LINEAGE, " ", OTLP, "").lineage()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://marquez:5000,, http://marquez:5000/api/v1/lineage",
    "http://marquez:5000/,, http://marquez:5000/api/v1/lineage",
    "https://host/base, /v2/events, https://host/base/v2/events",
    "https://host?code=a%20b/,, https://host/api/v1/lineage?code=a%20b/",
    "https://host/base/?code=a&x, /v2/events, https://host/base/v2/events?code=a&x",
  })
  void anEndpointOfLineageIsBelowItsUrl(String url, String path, String expected) {
    var settings = path == null ? of(LINEAGE, url) : of(LINEAGE, url, "OPENLINEAGE_ENDPOINT", path);
    assertThat(settings.lineage().orElseThrow().endpoint().uri()).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({
    OTLP + ", http://collector:4318, http://collector:4318/v1/traces",
    OTLP + ", http://collector:4318/x/, http://collector:4318/x/v1/traces",
    TRACES + ", http://collector:4318/x, http://collector:4318/x",
  })
  void anEndpointOfTracesIsAsOpenTelemetrySays(String variable, String url, String expected) {
    assertThat(of(variable, url).traces().orElseThrow().endpoint().uri()).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "marquez",
        "ftp://host",
        "http://user:password@host",
        "http://",
        "http://a b",
        "/x"
      })
  void aUrlThatIsNoneSwitchesItsPartOff(String url) {
    var settings = of(LINEAGE, url, OTLP, "http://collector:4318");
    assertThat(settings.lineage()).isEmpty();
    assertThat(settings.traces()).isPresent();
    assertThatThrownBy(() -> Endpoint.of("openlineage", LINEAGE, url, Map.of()))
        .hasMessage("OPENLINEAGE_URL is no http or https URL without user, password and fragment");
  }

  @Test
  void whatIsDisabledIsOff() {
    assertThat(of(LINEAGE, "http://a", "OPENLINEAGE_DISABLED", "true").lineage()).isEmpty();
    assertThat(of(OTLP, "http://a", "OTEL_SDK_DISABLED", "True").traces()).isEmpty();
    assertThat(of(OTLP, "http://a", "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc").traces()).isEmpty();
    assertThat(of(OTLP, "http://a", "OTEL_EXPORTER_OTLP_PROTOCOL", "http/json").traces())
        .isPresent();
  }

  @Test
  void aParentIsThatOfTraceContext() {
    var parent = "00-" + TRACE + "-b7ad6b7169203331-01";
    assertThat(of(OTLP, "http://a", "TRACEPARENT", parent).traces().orElseThrow().parent())
        .hasValue(new TelemetrySettings.Parent(TRACE, "b7ad6b7169203331"));
    var unread = of(OTLP, "http://a", "TRACEPARENT", "00-xyz").traces().orElseThrow();
    assertThat(unread.parent()).isEmpty();
    assertThat(of(OTLP, "http://a", "TRACEPARENT", parent.replace("-01", "-00")).traces())
        .as("not sampled")
        .isEmpty();
  }

  @Test
  void whatIsSecretComesFromFilesAlone() throws Exception {
    Files.writeString(directory.resolve("openlineage-api-key"), "key-1\n");
    Files.writeString(
        directory.resolve("otlp-headers"), "X-Tenant=etl,Authorization=Basic%20a+b\n");
    var settings =
        of(
            LINEAGE,
            "http://a",
            OTLP,
            "http://b",
            "OPENLINEAGE_API_KEY",
            "unread",
            "PENSTOCK_TELEMETRY_SECRET",
            directory.toString());
    assertThat(settings.lineage().orElseThrow().endpoint().headers())
        .containsExactly(Map.entry("Authorization", "Bearer key-1"));
    assertThat(settings.traces().orElseThrow().endpoint().headers())
        .containsOnly(Map.entry("X-Tenant", "etl"), Map.entry("Authorization", "Basic a+b"));
    assertThat(settings.toString()).doesNotContain("key-1", "Basic");
  }

  @Test
  void aSecretThatIsNotThereIsNone() {
    var missing = directory.resolve("nowhere").toString();
    assertThat(of(LINEAGE, "http://a", "PENSTOCK_TELEMETRY_SECRET", missing).lineage())
        .get()
        .extracting(lineage -> lineage.endpoint().headers())
        .isEqualTo(Map.of());
  }

  @Test
  void aHeaderThatIsNoneSwitchesTracesOff() throws Exception {
    Files.writeString(directory.resolve("otlp-headers"), "a b=c");
    assertThat(of(OTLP, "http://b", "PENSTOCK_TELEMETRY_SECRET", directory.toString()).traces())
        .isEmpty();
  }

  @Test
  void attributesAreReadAsBaggage() {
    assertThat(TelemetrySettings.pairs("team=sales, region=eu%2Cwest,none,=x"))
        .containsExactly(Map.entry("team", "sales"), Map.entry("region", "eu,west"));
  }
}
