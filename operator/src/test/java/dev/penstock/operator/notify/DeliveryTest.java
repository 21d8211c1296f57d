package dev.penstock.operator.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.NotificationStep;
import dev.penstock.api.NotifyEvent;
import dev.penstock.operator.notify.Address.Lane;
import dev.penstock.operator.notify.channel.Channels;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DeliveryTest {
  private final Clock clock = Clock.systemUTC();

  @Test
  void aConnectionThatCouldNotBeReadOnceIsTriedAgain() throws InterruptedException {
    var pace = new Outbox.Pace(Duration.ZERO, 100, Duration.ofMillis(1), Duration.ofMillis(1));
    var outbox = new Outbox(pace, new Random(1));
    var attempts = new Attempts();
    var broken = new AtomicBoolean(true);
    BlockingQueue<String> became = new LinkedBlockingQueue<>();
    var listener =
        new Delivery.Listener() {
          @Override
          public void arrived(Batch batch) {
            became.add("arrived");
          }

          @Override
          public void changed(Lane lane) {
            became.add(attempts.newest(lane).orElseThrow().sent().getClass().getSimpleName());
          }
        };
    try (var client = new KubernetesClientBuilder().withConfig(Config.empty()).build();
        var delivery =
            new Delivery(
                outbox,
                attempts,
                new Channels(Duration.ofSeconds(1), Duration.ofSeconds(1), clock),
                new SecretDoor(client, Map.of()),
                lane -> {
                  if (broken.getAndSet(false)) {
                    throw new IllegalStateException("a cache that is not there yet");
                  }
                  return Optional.empty();
                },
                () -> true,
                new SimpleMeterRegistry(),
                clock,
                listener)) {
      var notice = notice();
      outbox.offer(notice.key().uid(), List.of(), List.of(notice), clock.instant());
      delivery.start();
      assertThat(became.poll(60, TimeUnit.SECONDS)).isEqualTo("Later");
      assertThat(became.poll(60, TimeUnit.SECONDS)).isEqualTo("Refused");
    }
  }

  private Notice notice() {
    return new Notice(
        new Notice.Key("shop", "orders", "uid-of-orders", "team", NotifyEvent.FAILED),
        new Address("shop", "hook", Optional.empty()),
        "incident",
        NotificationStep.OPENING,
        0,
        "TableNotFound",
        "It is not there.",
        clock.instant(),
        Optional.empty(),
        ZoneOffset.UTC,
        Set.of(),
        Optional.empty());
  }
}
