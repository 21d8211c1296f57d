package dev.penstock.runner.reconcile;

import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Reason;

/** The rows of a target are not the same wherever they lie: nothing may be committed. */
public final class NotReconciled {
  private NotReconciled() {}

  /**
   * Refuses to go on unless two tallies say the same of a target's rows.
   *
   * @param parts what was sealed
   * @param other what lies elsewhere, as {@code where} says: "the staging table"
   */
  public static void refuse(String target, Tally parts, Tally other, String where) {
    parts
        .differsFrom(other)
        .ifPresent(difference -> {
          throw new InternalException(
              Reason.NOT_RECONCILED,
              sentence(target, difference, where),
              "Nothing was committed; run it again, look for who else writes to the control schema,"
                  + " and report this if it stays");
        });
  }

  private static String sentence(String target, Tally.Difference difference, String where) {
    var object =
        difference
            .column()
            .map(column -> "Column %s of target %s".formatted(column, target))
            .orElse("Target " + target);
    return difference.one().isPresent() && difference.other().isPresent()
        ? "%s differs in its %s: %s in the sealed parts, %s in %s"
            .formatted(
                object, difference.what(), difference.one().get(), difference.other().get(), where)
        : "%s differs in its %s between the sealed parts and %s"
            .formatted(object, difference.what(), where);
  }
}
