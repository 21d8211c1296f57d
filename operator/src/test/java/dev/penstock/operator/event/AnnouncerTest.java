package dev.penstock.operator.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.operator.Given;
import dev.penstock.operator.event.Announcement.Kind;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-24T10:00:00Z"), ZoneOffset.UTC);

  @Test
  void theSameThingHasTheSameName() {
    var name = event("RunFailed", "run-1").getMetadata().getName();
    assertThat(event("RunFailed", "run-1").getMetadata().getName()).isEqualTo(name);
    assertThat(event("RunFailed", "run-2").getMetadata().getName()).isNotEqualTo(name);
    assertThat(event("RunStarted", "run-1").getMetadata().getName()).isNotEqualTo(name);
  }

  @Test
  void theEventNamesItsObjectAndItsTime() {
    var event = event("RunFailed", "run-1");
    assertThat(event.getRegarding().getKind()).isEqualTo("EtlPipeline");
    assertThat(event.getRegarding().getUid()).isEqualTo("uid-of-orders");
    assertThat(event.getEventTime().getTime()).isEqualTo("2026-11-24T10:00:00.000000Z");
    assertThat(event.getType()).isEqualTo("Warning");
  }

  @Test
  void aNoteIsCutToWhatTheApiTakes() {
    assertThat(event("RunFailed", "run-1").getNote()).hasSize(1000);
  }

  private static Event event(String reason, String once) {
    try (var client = new KubernetesClientBuilder().withConfig(Config.empty()).build()) {
      return new Announcer(client, CLOCK, "test")
          .event(
              Given.pipeline("orders"),
              new Announcement(Kind.WARNING, reason, "x".repeat(2000), once));
    }
  }
}
