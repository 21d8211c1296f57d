package dev.penstock.operator.status;

import dev.penstock.api.StatusCondition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes conditions; the time of transition moves only when the status does. */
final class Conditions {
  private final List<StatusCondition> before;
  private final @Nullable Long generation;
  private final Instant now;

  /**
   * @param before those of the observed status; null: it has none
   * @param generation of the observed spec
   */
  Conditions(@Nullable List<StatusCondition> before, @Nullable Long generation, Instant now) {
    this.before = before == null ? List.of() : before;
    this.generation = generation;
    this.now = now;
  }

  StatusCondition condition(String type, State state, String reason, String message) {
    return condition(type, state, reason, message, Bounded.SENTENCE);
  }

  StatusCondition condition(String type, State state, String reason, String message, int bytes) {
    var since =
        before.stream()
            .filter(condition -> type.equals(condition.type()))
            .filter(condition -> state.shown.equals(condition.status()))
            .map(StatusCondition::lastTransitionTime)
            .filter(Objects::nonNull)
            .findFirst()
            .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
    return new StatusCondition(
        type,
        state.shown,
        generation,
        since,
        Bounded.text(reason, Bounded.WORD),
        Bounded.text(message, bytes));
  }

  /** The three values of a condition's status. */
  enum State {
    TRUE("True"),
    FALSE("False"),
    UNKNOWN("Unknown");

    private final String shown;

    State(String shown) {
      this.shown = shown;
    }

    static State of(boolean value) {
      return value ? TRUE : FALSE;
    }
  }
}
