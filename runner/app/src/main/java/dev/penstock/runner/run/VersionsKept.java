package dev.penstock.runner.run;

import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Pipeline;
import dev.penstock.runner.commit.CommitLog;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.TargetHistory;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;

/** Targets of {@code mode: Scd2}, whose tables must have kept versions from the beginning. */
final class VersionsKept {
  private VersionsKept() {}

  /** Refuses targets whose tables hold rows of another mode, or versions by another key. */
  static void refuseOtherHistory(Pipeline pipeline, CommitLog log, long base) {
    for (var target : pipeline.targets()) {
      if (target.mode() instanceof Mode.Scd2 history) {
        new TargetHistory(log, target.name())
            .newest(base)
            .ifPresent(entry -> refuseOther(target.name(), history, entry));
      }
    }
  }

  private static void refuseOther(String target, Mode.Scd2 history, Entry newest) {
    var same =
        newest
            .target(target)
            .flatMap(CommittedTarget::upsert)
            .filter(before -> before.keepsVersions())
            .filter(before -> before.key().equals(history.key()))
            .filter(before -> before.orderBy().getFirst().equals(history.orderBy().getFirst()));
    if (same.isEmpty()) {
      throw new ConfigurationException(
          Reason.HISTORY_MISMATCH,
          "Entry %d of target %s does not keep versions by key %s from %s on"
              .formatted(
                  newest.number(),
                  target,
                  String.join(", ", history.key()),
                  history.orderBy().getFirst()),
          "Run it once with fullRefresh, or give the target a new name");
    }
  }
}
