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

  boolean startedBy(Instant time) {
    return started.filter(begin -> !begin.isAfter(time)).isPresent();
  }
}
