package dev.penstock.operator.slot;

import dev.penstock.api.SlotState;
import dev.penstock.api.SlotStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A time at which the schedule said run, or several in a row without one, of which the same is to
 * be said.
 *
 * @param count at least 1
 */
public record Slot(Instant first, Instant last, long count, SlotOutcome outcome) {
  private static final int WORD = 32;

  /** What the longest name of an EtlRun that records a Job may have. */
  private static final int NAME = 72;

  public Slot {
    if (count < 1 || last.isBefore(first) || (count > 1 && outcome instanceof SlotOutcome.Ran)) {
      throw new IllegalArgumentException(
          "%d slots from %s to %s are none".formatted(count, first, last));
    }
  }

  static Slot of(Instant time, SlotOutcome outcome) {
    return new Slot(time, time, 1, outcome);
  }

  /** {@return what the status says; empty when it says nothing that can be read} */
  static Optional<Slot> read(SlotStatus status) {
    var first = time(status.time());
    var state = Objects.requireNonNullElse(status.outcome(), SlotState.UNKNOWN);
    var reason = Optional.ofNullable(status.reason());
    var run = Optional.ofNullable(status.run());
    SlotOutcome outcome =
        switch (state) {
          case SKIPPED -> new SlotOutcome.Skipped(reason, run);
          case UNKNOWN, QUEUED, RUNNING, SUCCEEDED, FAILED, CANCELLED, SUPERSEDED ->
              run.isPresent()
                  ? new SlotOutcome.Ran(state, reason, run, Optional.ofNullable(status.late()))
                  : new SlotOutcome.Unknown(reason);
        };
    var alone = outcome instanceof SlotOutcome.Ran;
    return first.map(time ->
        alone
            ? of(time, outcome)
            : new Slot(
                time,
                time(status.lastTime()).filter(time::isBefore).orElse(time),
                Math.max(1, Objects.requireNonNullElse(status.slots(), 1L)),
                outcome));
  }

  SlotStatus written() {
    return new SlotStatus(
        first.toString(),
        outcome.state(),
        outcome.reason().map(text -> cut(text, WORD)).orElse(null),
        outcome.run().map(text -> cut(text, NAME)).orElse(null),
        outcome instanceof SlotOutcome.Ran ran
            ? ran.late().map(text -> cut(text, WORD)).orElse(null)
            : null,
        count == 1 ? null : last.toString(),
        count == 1 ? null : count);
  }

  /** {@return both as one, when the same is to be said of them; no run has two slots} */
  Optional<Slot> and(Slot next) {
    return outcome instanceof SlotOutcome.Ran || !outcome.equals(next.outcome)
        ? Optional.empty()
        : Optional.of(new Slot(first, next.last, count + next.count, outcome));
  }

  /** {@return the others, now that one of them has turned out to have a run} */
  Optional<Slot> lessOne() {
    return count == 1 ? Optional.empty() : Optional.of(new Slot(first, last, count - 1, outcome));
  }

  boolean holds(Instant time) {
    return !time.isBefore(first) && !time.isAfter(last);
  }

  boolean late() {
    return outcome instanceof SlotOutcome.Ran ran && ran.late().isPresent();
  }

  /** A name of ours is plain ASCII; what another has written is cut by characters that are. */
  private static String cut(String text, int length) {
    var plain = text.replaceAll("[^\\x20-\\x21\\x23-\\x5b\\x5d-\\x7e]", "?");
    return plain.length() <= length ? plain : plain.substring(0, length);
  }

  static Optional<Instant> time(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeException written) {
      return Optional.empty();
    }
  }
}
