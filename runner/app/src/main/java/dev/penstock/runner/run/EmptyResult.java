package dev.penstock.runner.run;

import dev.penstock.api.model.Deletes;
import dev.penstock.api.model.Mode;
import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.reconcile.Tally;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.Reason;
import java.util.Map;

/** A source that is empty by mistake must not empty what people read. */
final class EmptyResult {
  private EmptyResult() {}

  /**
   * Refuses a run that has no rows for a target which they would replace.
   *
   * @param sealed per target
   */
  static void refuse(Plan plan, Map<String, Tally> sealed) {
    for (var load : plan.loads()) {
      var target = load.target();
      if (wouldBeEmptied(target.mode())
          && sealed.getOrDefault(target.name(), Tally.NOTHING).rows() == 0) {
        throw new DataException(
            Reason.EMPTY_RESULT,
            "Relation %s has no rows, and target %s would hold nothing else"
                .formatted(target.from(), target.name()),
            "Find out why it is empty, or write allowEmpty: true on the target; nothing was"
                + " committed");
      }
    }
  }

  private static boolean wouldBeEmptied(Mode mode) {
    return switch (mode) {
      case Mode.Append append -> false;
      case Mode.Replace(var allowEmpty) -> !allowEmpty;
      case Mode.Upsert upsert ->
          upsert.deletes() instanceof Deletes.Absence absence && !absence.allowEmpty();
    };
  }
}
