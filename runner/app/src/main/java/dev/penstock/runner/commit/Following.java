package dev.penstock.runner.commit;

import static dev.penstock.runner.commit.HistoryMismatch.mismatch;
import static dev.penstock.runner.commit.LostBase.lostBase;

import dev.penstock.runner.commit.Ledger.Position;
import dev.penstock.runner.commit.Protocol.Side;
import java.util.List;
import java.util.Optional;

/** How tables follow a log: where they stand, and what they lack. For one attempt at one head. */
final class Following {
  private final CommitLog log;
  private final Ledgers ledgers;
  private final Publication publication;
  private final String id;
  private final long head;

  /**
   * @param id of the log
   */
  Following(CommitLog log, Ledgers ledgers, Publication publication, String id, long head) {
    this.log = log;
    this.ledgers = ledgers;
    this.publication = publication;
    this.id = id;
    this.head = head;
  }

  /** Lets tables begin where the log does, as far as they are to be filled from it. */
  void fill(List<Side> sides) {
    var backfill = new Backfill(log, ledgers, id, head);
    for (var side : sides) {
      if (side instanceof Side.Warehouse table && table.fromLog()) {
        backfill.fill(table);
      }
    }
  }

  /** Brings a table to the head; {@return the newest entry that it holds} */
  long follow(Side.Warehouse side) {
    var ledger = ledgers.of(side.connection());
    var history = history(side);
    var newest = history.newest(head);
    var standing = ledger.standing(side.table());
    if (standing.isEmpty()) {
      newest.filter(entry -> names(entry, side)).ifPresent(entry -> refuseLostLedger(side, entry));
      ledger.open(side.table(), id, head);
    } else if (ended(standing.get(), history)) {
      refuseLostLedger(side, standing.get(), history);
      ledger.reopen(side.table(), standing.get(), head);
    }
    var position =
        ledger
            .position(side.table())
            .orElseThrow(() ->
                mismatch("The ledger of target %s is gone again".formatted(history.target())));
    refuseOtherLog(side, position);
    newest.ifPresent(entry -> refuseOtherTable(side, entry));
    refuseAhead(side, position);
    // Behind only if the warehouse was restored, or entries did not name this side.
    long holds = position.number();
    for (var entry : history.after(holds, head)) {
      publication.publish(
          names(entry, side) ? entry : history.into(entry, side, holds), side.connection());
      holds = entry.number();
    }
    return holds;
  }

  /** Refuses what {@link #follow} refuses before it makes or publishes anything. */
  void look(Side.Warehouse side) {
    var history = history(side);
    var newest = history.newest(head);
    var standing = ledgers.of(side.connection()).standing(side.table());
    if (!side.fromLog()) { // else the log makes up for it
      if (standing.isEmpty()) {
        newest
            .filter(entry -> names(entry, side))
            .ifPresent(entry -> refuseLostLedger(side, entry));
      } else if (ended(standing.get(), history)) {
        refuseLostLedger(side, standing.get(), history);
      }
    }
    standing.ifPresent(position -> refuseOtherLog(side, position));
    newest.ifPresent(entry -> refuseOtherTable(side, entry));
    standing.ifPresent(position -> refuseAhead(side, position));
  }

  /**
   * {@return where a ledger stands that follows another log, for an entry that may take it over}
   * The table may hold, or lack, whatever it likes.
   */
  Optional<Position> otherLog(Side.Warehouse side) {
    var standing = ledgers.of(side.connection()).standing(side.table());
    if (standing.isEmpty()) {
      return Optional.empty();
    }
    if (!standing.get().log().equals(id)) {
      return standing;
    }
    refuseAhead(side, standing.get());
    return Optional.empty();
  }

  private TargetHistory history(Side.Warehouse side) {
    return new TargetHistory(log, side.table().target());
  }

  private boolean ended(Position position, TargetHistory history) {
    return position.log().equals(id) && history.endedAfter(position.number(), head);
  }

  private static boolean names(Entry entry, Side.Warehouse side) {
    return entry.target(side.table().target()).filter(t -> t.in(side.connection())).isPresent();
  }

  private static void refuseLostLedger(Side.Warehouse side, Entry entry) {
    throw mismatch(
        "Warehouse %s has no ledger for target %s, entry %d of the log says it had one"
            .formatted(side.connection(), side.table().target(), entry.number()),
        HistoryMismatch.refreshOrFill());
  }

  // The ledger began anew before such an entry was committed, and no table goes back by itself.
  private void refuseLostLedger(Side.Warehouse side, Position ended, TargetHistory history) {
    for (var entry : history.after(ended.number(), head)) {
      if (names(entry, side)) {
        throw mismatch(
            "The ledger of target %s in warehouse %s ends at entry %d, entry %d of the log says that"
                    .formatted(history.target(), side.connection(), ended.number(), entry.number())
                + " it went further",
            HistoryMismatch.refreshOrFill());
      }
    }
  }

  private void refuseOtherLog(Side.Warehouse side, Position position) {
    if (!position.log().equals(id)) {
      throw mismatch(
          "Table %s in warehouse %s follows log %s, not %s at %s"
              .formatted(
                  side.table().table(), side.connection(), position.log(), id, log.location()),
          "Name the store that the table was loaded by; if that is gone, run it once with"
              + " fullRefresh"
              + (head == 0 ? ", or with adopt, which keeps what is there" : ""));
    }
  }

  // Another table under the same target would get only the rows from now on, or mix two histories.
  private static void refuseOtherTable(Side.Warehouse side, Entry entry) {
    entry
        .target(side.table().target())
        .filter(target -> target.in(side.connection()))
        .flatMap(CommittedTarget::warehouse)
        .filter(before -> !before.table().equals(side.table().table()))
        .ifPresent(before -> {
          throw mismatch(
              "Target %s has filled table %s of warehouse %s, the spec names %s"
                  .formatted(
                      side.table().target(),
                      before.table(),
                      side.connection(),
                      side.table().table()),
              HistoryMismatch.refreshOr(
                  "give the target a new name: its name is its history, or name the old table"));
        });
  }

  private void refuseAhead(Side.Warehouse side, Position position) {
    if (position.number() <= head) {
      return;
    }
    // Not a torn history if another attempt has committed and published since the head was noted.
    if (log.head() > head) {
      throw lostBase(log.read(head + 1));
    }
    throw mismatch(
        "Table %s in warehouse %s holds entry %d, the log at %s ends at %d"
            .formatted(
                side.table().table(), side.connection(), position.number(), log.location(), head),
        "Restore the missing entries from the bucket's versions, or name the right store");
  }
}
