package dev.penstock.runner.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.report.Receipt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {
  private static final byte[] MESSAGE = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

  private static Delivery delivery() {
    return new Delivery(Duration.ofMinutes(2), Duration.ofMillis(1));
  }

  private static Endpoint endpoint(String url) {
    return Endpoint.of("test", "URL", url + "/here?tenant=1", Map.of("Authorization", "Bearer k"));
  }

  @Test
  void aMessageArrivesWithItsHeaders() throws Exception {
    try (var server = Recorder.answering(200);
        var delivery = delivery()) {
      delivery.send(endpoint(server.url()), MESSAGE);
      assertThat(delivery.account()).isEqualTo(new Receipt.OfTelemetry(1, 0));
      var got = server.got().getFirst();
      assertThat(got.path()).isEqualTo("/here?tenant=1");
      assertThat(got.authorization()).hasValue("Bearer k");
      assertThat(got.type()).isEqualTo("application/json");
      assertThat(got.body().path("a").asInt()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void oneThatIsNotTakenForNowIsSentAgain(int status) throws Exception {
    try (var server = Recorder.answering(status, 201);
        var delivery = delivery()) {
      delivery.send(endpoint(server.url()), MESSAGE);
      assertThat(delivery.account()).isEqualTo(new Receipt.OfTelemetry(1, 0));
      assertThat(server.got()).hasSize(2);
    }
  }

  @Test
  void itIsNotSentForEver() throws Exception {
    try (var server = Recorder.answering(503);
        var delivery = delivery()) {
      delivery.send(endpoint(server.url()), MESSAGE);
      delivery.send(endpoint(server.url()), MESSAGE);
      assertThat(delivery.account()).isEqualTo(new Receipt.OfTelemetry(0, 2));
      assertThat(server.got()).hasSize(6);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 401, 404, 422})
  void oneThatIsRefusedIsNotSentAgain(int status) throws Exception {
    try (var server = Recorder.answering(status);
        var delivery = delivery()) {
      delivery.send(endpoint(server.url()), MESSAGE);
      assertThat(delivery.account()).isEqualTo(new Receipt.OfTelemetry(0, 1));
      assertThat(server.got()).hasSize(1);
    }
  }

  @Test
  void nobodyThereAndNoAnswerAreFailuresToo() throws Exception {
    var gone = Recorder.answering(200);
    gone.close();
    try (var server = Recorder.hanging();
        var delivery = new Delivery(Duration.ofMillis(200), Duration.ofMillis(1))) {
      delivery.send(endpoint(gone.url()), MESSAGE);
      delivery.send(endpoint(server.url()), MESSAGE);
      assertThat(delivery.account()).isEqualTo(new Receipt.OfTelemetry(0, 2));
    }
  }

  @Test
  @Timeout(60)
  void anAnswerIsItsStatusHoweverLongItsBodyLasts() throws Exception {
    try (var server = Recorder.endless();
        var delivery = new Delivery(Duration.ofSeconds(30), Duration.ofMillis(1))) {
      delivery.send(endpoint(server.url()), MESSAGE);
      assertThat(delivery.account()).isEqualTo(new Receipt.OfTelemetry(1, 0));
      assertThat(server.isAnswering()).isTrue();
    }
  }

  @Test
  void theLogNamesAPlaceWithoutWhatMayBeSecret() {
    var endpoint = endpoint("http://host:1");
    assertThat(endpoint.place()).isEqualTo("http://host:1/here");
    assertThat(endpoint.toString()).isEqualTo("test at http://host:1/here");
  }
}
