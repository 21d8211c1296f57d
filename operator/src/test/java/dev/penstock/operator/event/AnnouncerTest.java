package dev.penstock.operator.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.operator.Given;
import dev.penstock.operator.event.Announcement.Kind;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
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
    assertThat(event.getInvolvedObject().getKind()).isEqualTo("EtlPipeline");
    assertThat(event.getInvolvedObject().getUid()).isEqualTo("uid-of-orders");
    assertThat(event.getEventTime().getTime()).isEqualTo("2026-11-24T10:00:00.000000Z");
    assertThat(event.getType()).isEqualTo("Warning");
  }

  @Test
  void aNoteIsCutToWhatTheApiTakes() {
    assertThat(event("RunFailed", "run-1").getMessage()).hasSize(1000);
    var wide =
        announcer(a ->
            a.event(
                Given.pipeline("orders"), what("Run\uD83D\uDE00", "é\uD83D\uDE00".repeat(500))));
    assertThat(wide.getMessage().getBytes(StandardCharsets.UTF_8)).hasSizeBetween(994, 1000);
  }

  @Test
  void eventsOfOneSecondSortByTheirNamesInTheOrderOfTheStory() {
    var story =
        List.of("ConfigApplied", "ChangeRunMade", "RunQueued", "RunStarted", "RunFailed", "Stale");
    assertThat(story.stream().map(reason -> event(reason, "x").getMetadata().getName())).isSorted();
    var dry = List.of("DryRunQueued", "DryRunStarted", "DryRunSucceeded", "Stale");
    assertThat(dry.stream().map(reason -> event(reason, "x").getMetadata().getName())).isSorted();
    assertThat(event("Stale", "x").getLastTimestamp()).isEqualTo("2026-11-24T10:00:00Z");
  }

  @Test
  void theNameOfAnEventIsNoLongerThanNamesMayBe() {
    var event = announcer(a -> a.event(Given.run("r".repeat(253), "orders"), what("Stale", "x")));
    assertThat(event.getMetadata().getName()).hasSizeLessThanOrEqualTo(253);
  }

  private static Event event(String reason, String once) {
    return announcer(a ->
        a.event(
            Given.pipeline("orders"),
            new Announcement(Kind.WARNING, reason, "x".repeat(2000), once)));
  }

  private static Announcement what(String reason, String note) {
    return new Announcement(Kind.WARNING, reason, note, "once");
  }

  private static Event announcer(Function<Announcer, Event> use) {
    try (var client = new KubernetesClientBuilder().withConfig(Config.empty()).build()) {
      return use.apply(new Announcer(client, CLOCK, "test"));
    }
  }
}
