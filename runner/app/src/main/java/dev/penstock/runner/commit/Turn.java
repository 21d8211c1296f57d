package dev.penstock.runner.commit;

import static dev.penstock.runner.commit.HistoryMismatch.mismatch;

import dev.penstock.runner.commit.Ledger.Position;
import java.util.Optional;

/** Whether it is an entry's turn at a table, by what the ledger says under its lock. */
public sealed interface Turn {
  /** The table holds it. */
  record Held() implements Turn {}

  /** The table lacks an earlier entry. */
  record Behind(long missing) implements Turn {}

  /** The table takes it now. */
  record Due() implements Turn {}

  /**
   * {@return the answer for one target of an entry}
   *
   * @param standing what the ledger says; empty: there is none
   */
  static Turn of(Entry entry, CommittedTarget target, Optional<Position> standing) {
    var side = target.warehouse().orElseThrow();
    boolean supersedes = entry.operation().supersedes();
    if (standing.isEmpty()) {
      if (supersedes) {
        return new Due();
      }
      throw mismatch(
          "Warehouse %s has no ledger for target %s".formatted(side.connection(), target.name()),
          HistoryMismatch.refreshOrFill());
    }
    var position = standing.get();
    if (!position.log().equals(entry.log())) {
      if (supersedes && side.takesOver().equals(standing)) {
        return new Due();
      }
      throw mismatch(
          "The ledger of target %s in warehouse %s follows log %s, not %s"
              .formatted(target.name(), side.connection(), position.log(), entry.log()),
          HistoryMismatch.refreshOr("name the store that the table was loaded by"));
    }
    if (position.number() >= entry.number()) {
      return new Held();
    }
    if (entry.supersedes(target) || position.number() == side.previous()) {
      return new Due();
    }
    if (position.number() < side.previous()) {
      return new Behind(side.previous());
    }
    throw mismatch(
        "Target %s in warehouse %s holds entry %d, which entry %d does not follow"
            .formatted(target.name(), side.connection(), position.number(), entry.number()),
        HistoryMismatch.refreshOr("restore the ledger from a backup of the warehouse"));
  }
}
