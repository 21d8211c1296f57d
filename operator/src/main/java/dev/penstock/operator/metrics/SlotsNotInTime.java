package dev.penstock.operator.metrics;

import dev.penstock.operator.admission.AdmissionReason;
import dev.penstock.operator.slot.SlotNews;
import dev.penstock.operator.slot.SlotReason;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts slots that did not run in time. It counts what their events tell, which are written once
 * however often an operator begins anew, and those whose event could not be written.
 */
public final class SlotsNotInTime {
  /** Counter of slots by {@code outcome} and {@code reason}. */
  public static final String NAME = "penstock.slots.not.in.time";

  /** Counter of those whose event the API server has refused until it was given up. */
  public static final String UNTOLD = "penstock.slots.untold";

  static final int REASONS = 50;

  private final MeterRegistry registry;
  private final Set<String> reasons = ConcurrentHashMap.newKeySet();

  /** Shows zeros from the start, so that the first slot is an increase. */
  public SlotsNotInTime(MeterRegistry registry) {
    this.registry = registry;
    for (var reason :
        List.of(SlotReason.OPERATOR_AWAY, SlotReason.MADE_LATE, SlotReason.STARTED_LATE)) {
      add(SlotNews.Kind.LATE, reason.toString(), 0);
    }
    add(SlotNews.Kind.LATE, AdmissionReason.PIPELINE_BUSY.toString(), 0);
    add(SlotNews.Kind.LATE, AdmissionReason.CONNECTION_BUSY.toString(), 0);
    add(SlotNews.Kind.SKIPPED, SlotReason.PREVIOUS_ACTIVE.toString(), 0);
    add(SlotNews.Kind.SKIPPED, SlotReason.DEADLINE_MISSED.toString(), 0);
    add(SlotNews.Kind.SKIPPED, SlotReason.OPERATOR_AWAY.toString(), 0);
    add(SlotNews.Kind.UNKNOWN, SlotReason.NOT_WATCHED.toString(), 0);
    registry.counter(UNTOLD);
  }

  /** Counts the slots of one event. */
  public void count(SlotNews news) {
    add(news.kind(), news.reason(), news.slot().count());
  }

  /** Counts the slots of one event that will not be written. */
  public void countUntold(SlotNews news) {
    registry.counter(UNTOLD).increment(news.slot().count());
  }

  private void add(SlotNews.Kind kind, String reason, double slots) {
    registry.counter(NAME, "outcome", kind.toString(), "reason", bounded(reason)).increment(slots);
  }

  /** Why a run waits is said by whoever lets it wait. */
  private String bounded(String reason) {
    if (reasons.contains(reason)) {
      return reason;
    }
    return reasons.size() < REASONS && reasons.add(reason) ? reason : "Other";
  }
}
