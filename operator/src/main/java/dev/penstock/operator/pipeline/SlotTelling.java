package dev.penstock.operator.pipeline;

import dev.penstock.operator.event.Announcer;
import dev.penstock.operator.metrics.SlotsNotInTime;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.slot.SlotNews;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells of slots that did not run in time. While the API server refuses an event, the account that
 * it follows from is not to be written: the next look, of this operator or another, finds the same
 * and tells it. That has a bound, because an account that is never written tells nobody anything.
 */
final class SlotTelling {
  static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Between two tries, if nothing else wakes the pipeline. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  private final Announcer announcer;
  private final SlotsNotInTime notInTime;
  private final Clock clock;

  /** By the pipeline's UID: since when events of its slots are refused. */
  private final Map<String, Instant> refused = new ConcurrentHashMap<>();

  SlotTelling(Announcer announcer, SlotsNotInTime notInTime, Clock clock) {
    this.announcer = announcer;
    this.notInTime = notInTime;
    this.clock = clock;
  }

  /**
   * Tells the news; each slot is counted once, with its event or when that is given up.
   *
   * @param news the oldest first; after one that is refused none is told, so that only the last of
   *     them can grow until the next try
   * @return whether the account may be written
   */
  boolean tell(EtlPipeline pipeline, List<SlotNews> news) {
    var uid = pipeline.getMetadata().getUid();
    boolean last = isLastTry(uid);
    for (var each : news) {
      var told = announcer.tell(pipeline, SlotStory.of(pipeline.getMetadata().getName(), each));
      switch (told) {
        case NOW -> notInTime.count(each);
        case BEFORE -> {}
        case REFUSED -> {
          if (!last) {
            wait(uid);
            return false;
          }
          notInTime.count(each);
          notInTime.countUntold(each);
        }
      }
    }
    refused.remove(uid);
    return true;
  }

  private boolean isLastTry(String uid) {
    var since = refused.get(uid);
    return since != null && !clock.instant().isBefore(since.plus(PATIENCE));
  }

  private void wait(String uid) {
    var now = clock.instant();
    // Pipelines that were deleted meanwhile.
    refused.values().removeIf(since -> since.plus(PATIENCE.multipliedBy(2)).isBefore(now));
    refused.putIfAbsent(uid, now);
  }
}
