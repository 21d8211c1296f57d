package dev.penstock.runner.run;

import dev.penstock.api.model.Deletes;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Wanted;
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
   * @param wanted of the run
   * @param sealed per target
   */
  static void refuse(Plan plan, Wanted wanted, Map<String, Tally> sealed) {
    for (var load : plan.loads()) {
      var target = load.target();
      if (empties(target.mode(), wanted)
          && sealed.getOrDefault(target.name(), Tally.NOTHING).rows() == 0) {
        throw new DataException(
            Reason.EMPTY_RESULT,
            "Relation %s has no rows, and target %s would hold nothing else%s"
                .formatted(
                    target.from(),
                    target.name(),
                    wanted instanceof Wanted.Window ? " of the window" : ""),
            "Find out why it is empty, or write allowEmpty: true on the target%s; nothing was committed"
                .formatted(
                    target.mode() instanceof Mode.Upsert
                        ? ", and deletes.absence.maxPercent: 100"
                        : ""));
      }
    }
  }

  /** Without a window that was asked for, no rows replace no day. */
  private static boolean empties(Mode mode, Wanted wanted) {
    return switch (mode) {
      case Mode.Append append -> false;
      case Mode.Replace(var allowEmpty) -> !allowEmpty;
      case Mode.Window(var column, var allowEmpty) ->
          !allowEmpty && !(wanted instanceof Wanted.Increment);
      case Mode.Scd2 history -> false;
      case Mode.Upsert upsert ->
          upsert.deletes() instanceof Deletes.Absence absence && !absence.allowEmpty();
    };
  }
}
