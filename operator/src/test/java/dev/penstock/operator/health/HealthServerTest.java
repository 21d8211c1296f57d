package dev.penstock.operator.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HealthServerTest {
  private static final Answer FINE = new Answer(true, "ok");

  @Test
  void eachProbeIsToldItsAnswerAndTheReason() throws Exception {
    var ready = new AtomicReference<>(new Answer(false, "cache runs/Job is not filled"));
    try (var health = HealthServer.start("127.0.0.1", 0, () -> FINE, ready::get, () -> "up 1\n");
        var client = HttpClient.newHttpClient()) {
      var no = get(client, health, "/healthz/ready");
      assertThat(no.statusCode()).isEqualTo(503);
      assertThat(no.body()).isEqualTo("cache runs/Job is not filled\n");
      ready.set(FINE);
      assertThat(get(client, health, "/healthz/ready").statusCode()).isEqualTo(200);
      assertThat(get(client, health, "/healthz/live").body()).isEqualTo("ok\n");
      var metrics = get(client, health, "/metrics");
      assertThat(metrics.body()).isEqualTo("up 1\n");
      assertThat(metrics.headers().firstValue("Content-Type"))
          .hasValue("text/plain; version=0.0.4; charset=utf-8");
    }
  }

  private static HttpResponse<String> get(HttpClient client, HealthServer health, String path)
      throws Exception {
    var uri = URI.create("http://127.0.0.1:%d%s".formatted(health.port(), path));
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
