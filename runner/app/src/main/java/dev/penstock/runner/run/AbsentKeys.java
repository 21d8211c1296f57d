package dev.penstock.runner.run;

import dev.penstock.api.model.Deletes;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Target;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.target.redshift.Staging;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A source that lacks rows by mistake must not delete more than its target allows. */
final class AbsentKeys {
  private static final Logger LOG = LoggerFactory.getLogger(AbsentKeys.class);

  private AbsentKeys() {}

  /** {@return the share of a table that a run may delete; empty: it deletes no absent key} */
  static Optional<Deletes.Absence> guard(Target target) {
    return target.mode() instanceof Mode.Upsert upsert
            && upsert.deletes() instanceof Deletes.Absence absence
        ? Optional.of(absence)
        : Optional.empty();
  }

  /** Refuses a run that would delete more of a table than that. */
  static void refuse(Target target, Deletes.Absence allowed, String table, Staging.Absence found) {
    LOG.info(
        "event=absent-keys target={} table={} rows={} absent={}",
        target.name(),
        table,
        found.rows(),
        found.absent());
    if (found.percentAbove(allowed.maxPercent())) {
      throw new DataException(
          Reason.TOO_MANY_DELETES,
          "Of the %d rows of table %s, %d have a key that relation %s did not bring, which is more than the %d percent that target %s may delete"
              .formatted(
                  found.rows(),
                  table,
                  found.absent(),
                  target.from(),
                  allowed.maxPercent(),
                  target.name()),
          "Find out why they are missing, or raise deletes.absence.maxPercent of the target for one"
              + " run; nothing was committed");
    }
  }
}
