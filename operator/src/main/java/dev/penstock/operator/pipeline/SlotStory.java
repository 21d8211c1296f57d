package dev.penstock.operator.pipeline;

import dev.penstock.operator.event.Announcement;
import dev.penstock.operator.event.Announcement.Kind;
import dev.penstock.operator.slot.Slot;
import dev.penstock.operator.slot.SlotNews;
import dev.penstock.operator.slot.SlotReason;

/** The events of slots that did not run in time. */
final class SlotStory {
  private SlotStory() {}

  static Announcement of(String pipeline, SlotNews news) {
    var slot = news.slot();
    var meaning = SlotReason.meaning(news.reason());
    var why = news.reason() + meaning.map(text -> ": " + text).orElse("");
    var run = slot.outcome().run().map(name -> " (run %s)".formatted(name)).orElse("");
    var note =
        switch (news.kind()) {
          case LATE ->
              "The run of %s of pipeline %s did not start in time: %s%s."
                  .formatted(times(slot), pipeline, why, run);
          case SKIPPED ->
              "Pipeline %s did not run at %s: %s%s.".formatted(pipeline, times(slot), why, run);
          case UNKNOWN ->
              "Whether pipeline %s ran at %s is not known: %s."
                  .formatted(pipeline, times(slot), why);
        };
    var meant = SlotReason.SUSPENDED.toString().equals(news.reason());
    return new Announcement(
        meant ? Kind.NORMAL : Kind.WARNING,
        "Slot" + news.kind(),
        note,
        // Not by the last slot: a look that is repeated a moment later may find one more.
        slot.first() + "/" + news.reason());
  }

  private static String times(Slot slot) {
    return slot.count() == 1
        ? slot.first().toString()
        : "%d times from %s to %s".formatted(slot.count(), slot.first(), slot.last());
  }
}
