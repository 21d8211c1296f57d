package dev.penstock.runner.run;

import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.Ledger;
import dev.penstock.runner.run.Lives.Life;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A target's table, as the log tells of it.
 *
 * @param current whether its target still fills it
 * @param fromLog whether it is filled from the log if it has no ledger
 * @param named the entries that name the target, by number, whatever side of it they name; one at
 *     least
 */
record Filled(
    String target,
    String connection,
    String table,
    boolean current,
    boolean fromLog,
    NavigableMap<Long, Named> named) {
  Filled {
    named = Collections.unmodifiableNavigableMap(new TreeMap<>(named));
  }

  /** An entry with what it says of the target, and what has become of that. */
  record Named(Entry entry, CommittedTarget target, Life life) {
    boolean supersedes() {
      return entry.supersedes(target);
    }

    /** {@return whether its publish makes ledger and table if they are gone} */
    boolean makes() {
      return entry.operation().supersedes();
    }
  }

  String where() {
    return "Table %s in warehouse %s".formatted(table, connection);
  }

  Named newest() {
    return named.lastEntry().getValue();
  }

  /** {@return what the entry of a number says of the target; empty: it does not name it} */
  Optional<Named> at(long number) {
    return Optional.ofNullable(named.get(number));
  }

  /**
   * {@return the entries that it lacks and the next run publishes} None precedes one that
   * supersedes it.
   */
  List<Named> after(long holds) {
    List<Named> lacking = new ArrayList<>();
    for (var one : named.tailMap(holds, false).descendingMap().values()) {
      if (!(one.life() instanceof Life.Current)) {
        break;
      }
      lacking.addFirst(one);
      if (one.supersedes()) {
        break;
      }
    }
    return current ? lacking : List.of();
  }

  /** {@return the newest entry, if it is about to take the ledger over from another log} */
  Optional<Named> takesOver(Ledger.Position standing) {
    return newest()
        .target()
        .warehouse()
        .flatMap(CommittedTarget.Warehouse::takesOver)
        .filter(standing::equals)
        .map(position -> newest());
  }

  /** {@return whether the table is now another target's, or was left for another} */
  boolean taken() {
    return switch (newest().life()) {
      case Life.Current() -> !current;
      case Life.Replaced() -> true;
      case Life.Ended(var taken) -> taken.contains(new Lives.Place.Table(connection, table));
    };
  }
}
