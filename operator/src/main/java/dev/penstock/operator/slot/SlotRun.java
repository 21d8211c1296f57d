package dev.penstock.operator.slot;

import dev.penstock.api.SlotState;
import java.time.Instant;
import java.util.Optional;

/**
 * A run that the schedule made, as its EtlRun tells, or its Job as long as that has no EtlRun.
 *
 * @param scheduled the slot it was made for
 * @param made when the record was
 */
public record SlotRun(
    Instant scheduled,
    String name,
    SlotState state,
    Optional<String> reason,
    Instant made,
    Optional<Instant> started,
    Optional<Instant> ended) {

  /** {@return whether it had been made and had not ended at that time, for all we know} */
  boolean activeAt(Instant time) {
    return scheduled.isBefore(time)
        && (ended.isEmpty() ? !state.settled() : ended.get().isAfter(time));
  }

  /** {@return the same, ended when the other one was, unless it is known to have ended} */
  SlotRun endedAs(SlotRun other) {
    return ended.isPresent()
        ? this
        : new SlotRun(scheduled, name, state, reason, made, started, other.ended());
  }

  boolean startedBy(Instant time) {
    return started.filter(begin -> !begin.isAfter(time)).isPresent();
  }
}
