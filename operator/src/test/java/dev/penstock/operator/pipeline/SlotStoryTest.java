package dev.penstock.operator.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.SlotState;
import dev.penstock.operator.event.Announcement.Kind;
import dev.penstock.operator.slot.Slot;
import dev.penstock.operator.slot.SlotNews;
import dev.penstock.operator.slot.SlotOutcome;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlotStoryTest {
  private static final Instant FIRST = Instant.parse("2026-11-27T01:00:00Z");
  private static final Instant LAST = Instant.parse("2026-11-27T04:00:00Z");

  @Test
  void skippedSlotsAreOneEventThatNamesTheRunInTheWay() {
    var event =
        SlotStory.of("orders", skipped("PreviousActive", Optional.of("orders-29"), LAST, 4));
    assertThat(event.reason()).isEqualTo("SlotSkipped");
    assertThat(event.kind()).isEqualTo(Kind.WARNING);
    assertThat(event.note())
        .isEqualTo(
            "Pipeline orders did not run at 4 times from 2026-11-27T01:00:00Z to"
                + " 2026-11-27T04:00:00Z: PreviousActive: the run before was still active (run"
                + " orders-29).");
  }

  @Test
  void whatASuspensionSkipsIsNoWarning() {
    var event = SlotStory.of("orders", skipped("Suspended", Optional.empty(), FIRST, 1));
    assertThat(event.kind()).isEqualTo(Kind.NORMAL);
    assertThat(event.note())
        .isEqualTo(
            "Pipeline orders did not run at 2026-11-27T01:00:00Z: Suspended: the pipeline was"
                + " suspended.");
  }

  @Test
  void aLookThatIsRepeatedAndFindsMoreIsTheSameEvent() {
    var once = SlotStory.of("orders", skipped("Overtaken", Optional.empty(), FIRST, 1)).once();
    assertThat(SlotStory.of("orders", skipped("Overtaken", Optional.empty(), LAST, 4)).once())
        .isEqualTo(once);
  }

  @Test
  void aLateRunIsNamedWithWhatItWaitedFor() {
    var ran =
        new SlotOutcome.Ran(
            SlotState.QUEUED,
            Optional.empty(),
            Optional.of("orders-29"),
            Optional.of("ConnectionBusy"));
    var news = new SlotNews(SlotNews.Kind.LATE, new Slot(FIRST, FIRST, 1, ran));
    assertThat(SlotStory.of("orders", news).note())
        .isEqualTo(
            "The run of 2026-11-27T01:00:00Z of pipeline orders did not start in time:"
                + " ConnectionBusy (run orders-29).");
  }

  private static SlotNews skipped(String reason, Optional<String> run, Instant last, int count) {
    var outcome = new SlotOutcome.Skipped(Optional.of(reason), run);
    return new SlotNews(SlotNews.Kind.SKIPPED, new Slot(FIRST, last, count, outcome));
  }
}
