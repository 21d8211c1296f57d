package dev.penstock.operator.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.operator.Given;
import dev.penstock.operator.event.Announcer;
import dev.penstock.operator.metrics.SlotsNotInTime;
import dev.penstock.operator.slot.Slot;
import dev.penstock.operator.slot.SlotNews;
import dev.penstock.operator.slot.SlotOutcome;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against an HTTP server that keeps events by their names, and refuses as API servers do. */
class SlotTellingTest {
  private static final Instant FIRST = Instant.parse("2026-11-27T01:00:00Z");

  /** One that a test sets. */
  private static final class Hand extends Clock {
    private Instant now = FIRST;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }

    void forward(Duration time) {
      now = now.plus(time);
    }
  }

  private final Map<String, String> events = new ConcurrentHashMap<>();
  private final Hand clock = new Hand();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private volatile String refusal = "";
  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/namespaces/shop/events", this::event);
    server.start();
    var config = Config.empty();
    config.setMasterUrl("http://127.0.0.1:" + server.getAddress().getPort());
    config.setRequestRetryBackoffLimit(0);
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  private void event(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var event = Serialization.unmarshal(body, Event.class);
    if (event.getReason().equals(refusal)) {
      answer(exchange, 403, status(403, "Forbidden"));
    } else if (refusal.equals("Conflict")) {
      answer(exchange, 409, status(409, "Conflict"));
    } else if (events.putIfAbsent(event.getMetadata().getName(), event.getMessage()) != null) {
      answer(exchange, 409, status(409, "AlreadyExists"));
    } else {
      answer(exchange, 201, body);
    }
  }

  private static String status(int code, String reason) {
    return """
    {"kind":"Status","apiVersion":"v1","status":"Failure","message":"no","reason":"%s","code":%d}\
    """
        .formatted(reason, code);
  }

  private static void answer(HttpExchange exchange, int code, String text) throws IOException {
    var body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** An operator that has just begun. */
  private SlotTelling telling() {
    return new SlotTelling(new Announcer(client, clock, "test"), new SlotsNotInTime(meters), clock);
  }

  private boolean tell(SlotTelling telling, SlotNews... news) {
    return telling.tell(Given.pipeline("orders"), List.of(news));
  }

  private static SlotNews skipped(int count) {
    return new SlotNews(
        SlotNews.Kind.SKIPPED,
        new Slot(
            FIRST,
            FIRST.plusSeconds(60L * (count - 1)),
            count,
            new SlotOutcome.Skipped(Optional.of("Overtaken"), Optional.empty())));
  }

  private static SlotNews unknown() {
    return new SlotNews(
        SlotNews.Kind.UNKNOWN,
        new Slot(FIRST, FIRST, 1, new SlotOutcome.Unknown(Optional.of("JobGone"))));
  }

  private double counted() {
    return meters.find(SlotsNotInTime.NAME).counters().stream().mapToDouble(c -> c.count()).sum();
  }

  private double untold() {
    return meters.get(SlotsNotInTime.UNTOLD).counter().count();
  }

  @Test
  void whatIsRefusedHoldsTheAccountBackAndIsToldOnceItIsTaken() {
    refusal = "SlotSkipped";
    var telling = telling();
    assertThat(tell(telling, skipped(1), unknown())).isFalse();
    assertThat(events).isEmpty();
    assertThat(counted()).isZero();

    clock.forward(SlotTelling.PATIENCE.minusSeconds(1));
    assertThat(tell(telling, skipped(3), unknown())).isFalse();
    refusal = "";
    assertThat(tell(telling, skipped(3), unknown())).isTrue();
    assertThat(events).hasSize(2);
    assertThat(counted()).isEqualTo(4);
    assertThat(untold()).isZero();
  }

  @Test
  void anOperatorThatBeginsAnewTellsItAndCountsNothingTwice() {
    refusal = "SlotUnknown";
    assertThat(tell(telling(), skipped(2), unknown())).isFalse();
    assertThat(events).hasSize(1);
    refusal = "";
    var other = telling();
    assertThat(tell(other, skipped(2), unknown())).isTrue();
    assertThat(tell(other, skipped(2), unknown())).isTrue();
    assertThat(events).hasSize(2);
    assertThat(counted()).isEqualTo(3);
  }

  @Test
  void whatStaysRefusedIsGivenUpAndCountedAsUntold() {
    refusal = "SlotSkipped";
    var telling = telling();
    assertThat(tell(telling, skipped(2), unknown())).isFalse();
    clock.forward(SlotTelling.PATIENCE);
    assertThat(tell(telling, skipped(2), unknown())).isTrue();
    assertThat(events).hasSize(1);
    assertThat(counted()).isEqualTo(3);
    assertThat(untold()).isEqualTo(2);

    assertThat(tell(telling, skipped(2))).as("the next refusal has its own time").isFalse();
  }

  @Test
  void aConflictOverAQuotaIsNoEventThatIsThere() {
    refusal = "Conflict";
    assertThat(tell(telling(), skipped(1))).isFalse();
    assertThat(counted()).isZero();
  }
}
