package dev.penstock.operator.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HealthServerTest {
  @Test
  void readinessFollowsTheQuestionAndLivenessDoesNot() throws Exception {
    var ready = new AtomicBoolean();
    try (var health = HealthServer.start("127.0.0.1", 0, () -> true, ready::get);
        var client = HttpClient.newHttpClient()) {
      assertThat(status(client, health, "ready")).isEqualTo(503);
      ready.set(true);
      assertThat(status(client, health, "ready")).isEqualTo(200);
      assertThat(status(client, health, "live")).isEqualTo(200);
    }
  }

  private static int status(HttpClient client, HealthServer health, String path) throws Exception {
    var uri = URI.create("http://127.0.0.1:%d/healthz/%s".formatted(health.port(), path));
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).statusCode();
  }
}
