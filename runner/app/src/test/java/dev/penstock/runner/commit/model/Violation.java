package dev.penstock.runner.commit.model;

import java.util.List;

/** An invariant that does not hold, and the steps that lead there. */
final class Violation extends RuntimeException {
  private final Invariant invariant;

  Violation(Invariant invariant, String what, List<String> schedule) {
    super(
        "%s: %s%nafter %d steps:%n%s"
            .formatted(invariant, what, schedule.size(), String.join("\n", schedule)));
    this.invariant = invariant;
  }

  Invariant invariant() {
    return invariant;
  }
}
