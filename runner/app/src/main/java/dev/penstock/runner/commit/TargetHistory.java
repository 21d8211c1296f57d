package dev.penstock.runner.commit;

import static dev.penstock.runner.commit.HistoryMismatch.mismatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The log as one target sees it, looked at from its end. What lies before an entry that abandoned
 * the target is of an earlier one, which only had the same name.
 */
public record TargetHistory(CommitLog log, String target) {
  /** {@return the newest entry up to a number that names the target} */
  public Optional<Entry> newest(long upTo) {
    for (long number = upTo; number > 0; number--) {
      var entry = log.read(number);
      if (entry.target(target).isPresent()) {
        return Optional.of(entry);
      }
      if (entry.abandoned().contains(target)) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /**
   * {@return whether what a table holds that has come to {@code holds} is of an earlier target of
   * that name} It may have been named again since, without that table.
   */
  boolean endedAfter(long holds, long upTo) {
    for (long number = upTo; number > holds; number--) {
      if (log.read(number).abandoned().contains(target)) {
        return true;
      }
    }
    return false;
  }

  /**
   * {@return the entries that a table lacks which holds everything up to {@code holds}, the oldest
   * first} None of them precedes one that supersedes it.
   */
  public List<Entry> after(long holds, long upTo) {
    List<Entry> lacking = new ArrayList<>();
    for (var entry = newest(upTo); entry.isPresent(); entry = newest(entry.get().base())) {
      if (entry.get().number() <= holds) {
        break;
      }
      lacking.addFirst(entry.get());
      if (entry.get().supersedes(entry.get().target(target).orElseThrow())) {
        break;
      }
    }
    return lacking;
  }

  /**
   * {@return that entry for a table which it did not name when it was committed}
   *
   * @param holds what the table holds before it
   */
  Entry into(Entry entry, Protocol.Side.Warehouse side, long holds) {
    var named = entry.target(target).orElseThrow();
    if (entry.operation() == Entry.Operation.BASELINE) {
      throw mismatch(
          "The rows that entry %d keeps for target %s are not in the log, so table %s in warehouse"
                  .formatted(entry.number(), target, side.table().table())
              + " %s can not be filled from it".formatted(side.connection()),
          HistoryMismatch.refreshOr("leave out backfill: FromLog and fill the table yourself"));
    }
    return entry.replayed(
        named, new CommittedTarget.Warehouse(side.connection(), side.table().table(), holds));
  }
}
