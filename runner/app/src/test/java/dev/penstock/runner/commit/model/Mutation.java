package dev.penstock.runner.commit.model;

import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.Ledger.Position;
import java.util.List;

/** Protocols that are wrong in one thing. Each is made at a port or around the protocol. */
enum Mutation {
  NONE,
  /** An attempt that lost its base commits under the next number. */
  TRIES_ANOTHER_NUMBER,
  /** The publish does not look where the table stands. */
  PUBLISHES_BLINDLY,
  /** It looks, but holds no lock. */
  PUBLISHES_WITHOUT_THE_LOCK,
  /** It locks the tables of its targets in the order in which it happens to hold them. */
  LOCKS_IN_ANY_ORDER,
  /** The head itself is taken for garbage: below head + 1 instead of below the head. */
  SWEEPS_THE_HEADS_STAGING,
  /** What no entry names is taken for garbage, whatever its base. */
  SWEEPS_WITHOUT_PROOF,
  /** The warehouse is published before the entry stands. */
  PUBLISHES_BEFORE_THE_ENTRY,
  /** Parts are copied to their visible keys before the entry stands. */
  SHOWS_BEFORE_THE_ENTRY,
  /** An entry is put without If-None-Match. */
  PUTS_WITHOUT_THE_CONDITION,
  /** A put without a reply is taken for stored. */
  BELIEVES_A_PUT_WITHOUT_REPLY,
  /** What an entry replaces stays in the table, beside its rows. */
  ADDS_TO_WHAT_IT_REPLACES,
  /** What an entry replaces stays below the path, beside its parts. */
  LEAVES_WHAT_IT_REPLACED,
  /** What an entry says of days is not applied to the table: it adds. */
  FORGETS_ITS_DAYS,
  /** With a part of a day that is replaced go all other parts of its entry. */
  CLEARS_OTHER_DAYS,
  /** Nobody looks whether a path belongs to another log. */
  IGNORES_CLAIMS;

  /** {@return the control tables that a transaction locks, in its order} */
  List<String> locked(List<String> controls, String attempt) {
    var inOrder = controls.stream().sorted().toList();
    return switch (this) {
      case PUBLISHES_WITHOUT_THE_LOCK -> List.of();
      case LOCKS_IN_ANY_ORDER -> attempt.hashCode() % 2 == 0 ? inOrder : inOrder.reversed();
      default -> inOrder;
    };
  }

  /** {@return where a publish takes a table to stand} */
  Position standing(Position position, Entry entry) {
    return this == PUBLISHES_BLINDLY && position.number() >= entry.number()
        ? new Position(position.log(), entry.base())
        : position;
  }

  /** {@return the number below which staging tables are dropped} */
  long swept(long head) {
    return this == SWEEPS_THE_HEADS_STAGING ? head + 1 : head;
  }
}
