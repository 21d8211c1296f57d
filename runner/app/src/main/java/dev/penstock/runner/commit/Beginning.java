package dev.penstock.runner.commit;

import static dev.penstock.runner.commit.HistoryMismatch.mismatch;

import dev.penstock.runner.commit.Protocol.Begun;
import dev.penstock.runner.commit.Protocol.Side;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks every side, before any work, whether the coming entry may follow what it holds. */
final class Beginning {
  private final CommitLog log;
  private final Visibility visibility;
  private final Following following;
  private final Entry newest;

  /**
   * @param newest the entry at the head
   */
  Beginning(CommitLog log, Visibility visibility, Following following, Entry newest) {
    this.log = log;
    this.visibility = visibility;
    this.following = following;
    this.newest = newest;
  }

  /**
   * {@return the permission to work}
   *
   * @param operation of the coming entry; what it supersedes is not asked for
   */
  Begun.Fresh fresh(Attempt attempt, Entry.Operation operation, List<Side> sides) {
    if (operation == Entry.Operation.BASELINE) {
      refuseSecondBeginning();
    }
    Map<String, Long> previous = new HashMap<>();
    Map<String, Ledger.Position> takesOver = new HashMap<>();
    // Tables first: one that is refused must not leave a path claimed by a log without an entry.
    for (var side : sides) {
      if (side instanceof Side.Warehouse table) {
        var target = table.table().target();
        if (operation.supersedes()) {
          following.otherLog(table).ifPresent(other -> takesOver.put(target, other));
          previous.put(target, attempt.base());
        } else {
          previous.put(target, following.follow(table));
        }
      }
    }
    for (var side : sides) {
      if (side instanceof Side.Dataset dataset) {
        claim(dataset, operation);
      }
    }
    return new Begun.Fresh(
        attempt,
        newest.log(),
        previous,
        takesOver,
        newest.watermarks(),
        newest.targets().stream().map(CommittedTarget::name).toList());
  }

  private void refuseSecondBeginning() {
    switch (newest.operation()) {
      case OPEN, BASELINE -> {}
      case APPEND, REPLACE_ALL ->
          throw mismatch(
              "The log at %s has %d entries, so its history has begun"
                  .formatted(log.location(), newest.number()),
              HistoryMismatch.refreshOr(
                  "give the pipeline an empty store prefix, where adopt may begin another history"));
    }
  }

  private void claim(Side.Dataset side, Entry.Operation operation) {
    var bucket = visibility.bucketName(side.connection());
    var filled = new PathHistory(log, newest).last(bucket, side.path());
    var past = filled.isPresent() ? Visibility.Past.NAMED : Visibility.Past.UNNAMED;
    visibility.claim(newest.log(), operation, side.connection(), side.path(), past);
    if (!operation.supersedes()) {
      filled
          .filter(before -> !before.by(side.target()))
          .ifPresent(before -> refuseEarlierParts(side, before));
    }
  }

  // Who lists the directory would take them for rows of the target that comes now.
  private void refuseEarlierParts(Side.Dataset side, PathHistory.Filled before) {
    visibility
        .anyPart(side.connection(), side.path())
        .ifPresent(key -> {
          throw mismatch(
              "Path %s holds %s, which is of %s"
                  .formatted(
                      side.path(),
                      key,
                      before.abandoned()
                          ? "a target that was abandoned"
                          : "target " + before.target()),
              HistoryMismatch.refreshOr("give the target an empty path"));
        });
  }
}
