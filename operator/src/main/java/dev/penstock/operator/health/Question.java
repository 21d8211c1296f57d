package dev.penstock.operator.health;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * The other side of {@link HealthServer}: asks one operator once, as {@code helm test} does.
 *
 * @param address of a probe, as http://penstock.penstock-system.svc:8080/healthz/ready
 * @param patience how long an answer may take
 */
public record Question(String address, Duration patience) {
  private static final int OK = 200;

  /**
   * {@return what that operator says of itself, or not ok and why there is no answer}
   *
   * @throws IllegalArgumentException when the address is none of HTTP
   */
  public Answer ask() throws InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(address)).timeout(patience).build();
    try (var client = HttpClient.newBuilder().connectTimeout(patience).build()) {
      var said = client.send(request, BodyHandlers.ofString());
      return new Answer(said.statusCode() == OK, said.body().strip());
    } catch (IOException e) {
      return new Answer(false, "%s does not answer: %s".formatted(address, e));
    }
  }
}
