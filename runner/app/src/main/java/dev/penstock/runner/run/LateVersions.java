package dev.penstock.runner.run;

import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Target;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.target.redshift.Staging;

/** Versions that come so late that the table could not say what was valid after them. */
final class LateVersions {
  private LateVersions() {}

  /**
   * Refuses a run that brings such versions.
   *
   * @param emptied whether the table holds nothing when the rows come
   */
  static void refuse(Target target, boolean emptied, Staging staging) {
    if (!(target.mode() instanceof Mode.Scd2 history) || emptied) {
      return;
    }
    var table = target.redshift().orElseThrow().qualified();
    long late = staging.late(table, Proposal.upsert(history).orElseThrow());
    if (late > 0) {
      throw new DataException(
          Reason.VALUE_NOT_SUPPORTED,
          "%d versions of relation %s are valid from an instant within a version that table %s has seen confirmed later, and say something else"
              .formatted(late, target.from(), table),
          "Leave these rows out in a step, or run the pipeline once with fullRefresh over a source that has every version; nothing was committed",
          late);
    }
  }
}
