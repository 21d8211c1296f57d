package dev.penstock.operator.slot;

import dev.penstock.api.SlotCounts;
import dev.penstock.api.SlotState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How many slots ended how. */
record Tally(Map<SlotState, Long> ended, long late) {
  Tally {
    ended = Map.copyOf(ended);
  }

  static Tally read(@Nullable SlotCounts counts) {
    var ended = new EnumMap<SlotState, Long>(SlotState.class);
    if (counts == null) {
      return new Tally(ended, 0);
    }
    ended.put(SlotState.SUCCEEDED, number(counts.succeeded()));
    ended.put(SlotState.FAILED, number(counts.failed()));
    ended.put(SlotState.CANCELLED, number(counts.cancelled()));
    ended.put(SlotState.SUPERSEDED, number(counts.superseded()));
    ended.put(SlotState.SKIPPED, number(counts.skipped()));
    ended.put(SlotState.UNKNOWN, number(counts.unknown()));
    return new Tally(ended, number(counts.late()));
  }

  SlotCounts written() {
    return new SlotCounts(
        count(SlotState.SUCCEEDED),
        count(SlotState.FAILED),
        count(SlotState.CANCELLED),
        count(SlotState.SUPERSEDED),
        count(SlotState.SKIPPED),
        count(SlotState.UNKNOWN),
        late == 0 ? null : (Long) late);
  }

  /** {@return the same after some slots have another account than before} */
  Tally instead(List<Slot> before, List<Slot> now) {
    var moved = new EnumMap<SlotState, Long>(SlotState.class);
    moved.putAll(ended);
    long lateNow = late;
    for (var slot : before) {
      moved.merge(slot.outcome().state(), -slot.count(), Long::sum);
      lateNow -= slot.late() ? 1 : 0;
    }
    for (var slot : now) {
      moved.merge(slot.outcome().state(), slot.count(), Long::sum);
      lateNow += slot.late() ? 1 : 0;
    }
    moved.remove(SlotState.QUEUED);
    moved.remove(SlotState.RUNNING);
    return new Tally(moved, lateNow);
  }

  private @Nullable Long count(SlotState state) {
    var count = ended.getOrDefault(state, 0L);
    return count <= 0 ? null : count;
  }

  private static long number(@Nullable Long value) {
    return Objects.requireNonNullElse(value, 0L);
  }
}
