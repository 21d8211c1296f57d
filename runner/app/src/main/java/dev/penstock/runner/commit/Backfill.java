package dev.penstock.runner.commit;

import static dev.penstock.runner.commit.HistoryMismatch.mismatch;

import dev.penstock.runner.commit.Ledger.Position;
import dev.penstock.runner.commit.Protocol.Side;
import java.util.Optional;

/** Lets tables begin where the log's history of their target does. For one attempt at one head. */
final class Backfill {
  private final CommitLog log;
  private final Ledgers ledgers;
  private final String id;
  private final long head;

  /**
   * @param id of the log
   */
  Backfill(CommitLog log, Ledgers ledgers, String id, long head) {
    this.log = log;
    this.ledgers = ledgers;
    this.id = id;
    this.head = head;
  }

  /** The first entry that a table is to get, and what it is said to hold before that. */
  private record First(Entry entry, long baseline) {}

  /** Moves only where the ledger begins: what follows from that is applied as always. */
  void fill(Side.Warehouse side) {
    var ledger = ledgers.of(side.connection());
    var standing = ledger.standing(side.table());
    if (standing.isEmpty()) {
      first(side).ifPresent(first -> ledger.open(side.table(), id, first.baseline()));
    } else if (standing.get().log().equals(id)) {
      if (history(side).endedAfter(standing.get().number(), head)) {
        first(side)
            .ifPresent(first -> ledger.reopen(side.table(), standing.get(), first.baseline()));
      } else {
        begun(ledger, side)
            .ifPresent(begun ->
                first(side)
                    .ifPresent(first -> beginEarlier(ledger, side, standing.get(), begun, first)));
      }
    }
  }

  /**
   * {@return where the ledger begins, if the target had a history by then, which it passed over}
   */
  private Optional<Long> begun(Ledger ledger, Side.Warehouse side) {
    // Each entry names all targets of its spec: one that this entry does not name came later.
    return ledger
        .beginning(side.table())
        .filter(begun -> begun > 0 && begun <= head)
        .filter(begun -> log.read(begun).target(side.table().target()).isPresent());
  }

  private void beginEarlier(
      Ledger ledger, Side.Warehouse side, Position standing, long begun, First first) {
    if (first.entry().number() > begun) {
      return;
    }
    if (standing.number() > begun) {
      throw mismatch(
          "Table %s in warehouse %s begins after entry %d and has followed the log to entry %d since"
                  .formatted(side.table().table(), side.connection(), begun, standing.number())
              + " then, so it can not be filled from entry %d on".formatted(first.entry().number()),
          HistoryMismatch.refreshOr(
              "leave out backfill: FromLog, and the table goes on without the older rows"));
    }
    ledger.rewind(side.table(), standing, first.baseline());
  }

  /** {@return with what the table begins; empty: it needs no beginning, or the head makes one} */
  private Optional<First> first(Side.Warehouse side) {
    var history = history(side);
    var told = history.after(0, head);
    if (told.isEmpty()) {
      return Optional.empty();
    }
    var entry = told.getFirst();
    var named = entry.target(side.table().target()).filter(t -> t.in(side.connection()));
    boolean supersedes = entry.operation().supersedes();
    // Committed and perhaps not published yet: its publish makes the ledger, whatever is there.
    if (supersedes && entry.number() == head && named.isPresent()) {
      return Optional.empty();
    }
    long baseline =
        named
            .filter(target -> !entry.supersedes(target))
            .flatMap(CommittedTarget::warehouse)
            .map(CommittedTarget.Warehouse::previous)
            .orElse(entry.base());
    if (entry.operation() == Entry.Operation.BASELINE) {
      history.into(entry, side, baseline);
    }
    return Optional.of(new First(entry, baseline));
  }

  private TargetHistory history(Side.Warehouse side) {
    return new TargetHistory(log, side.table().target());
  }
}
