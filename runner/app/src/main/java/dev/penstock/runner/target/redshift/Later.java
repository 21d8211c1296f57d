package dev.penstock.runner.target.redshift;

import dev.penstock.runner.commit.CommitLog;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.TargetHistory;
import java.util.List;

/**
 * What the log says of a target after an entry. A table that is made for an old entry has to take
 * the rows of these too, which may have other columns.
 */
@FunctionalInterface
public interface Later {
  /** Nothing ever comes later. */
  Later NOTHING = (entry, target) -> List.of();

  /** {@return the target as the entries after that one name it, the oldest first} */
  List<CommittedTarget> than(Entry entry, String target);

  /** As a log says it at the moment. */
  static Later in(CommitLog log) {
    return (entry, target) ->
        new TargetHistory(log, target)
            .after(entry.number(), log.head()).stream()
                .flatMap(one -> one.target(target).stream())
                .toList();
  }
}
