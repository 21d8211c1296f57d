package dev.penstock.runner.run;

import dev.penstock.runner.engine.CheckResult;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.Reason;
import java.util.ArrayList;
import java.util.List;

/** Says which checks the rows of a run have broken. */
final class CheckFailure {
  private static final int MOST = 20;

  private CheckFailure() {}

  /** Throws what the owner of the data reads, unless every check has passed. */
  static void refuse(List<CheckResult> results) {
    List<String> broken = new ArrayList<>();
    long rows = 0;
    for (var result : results) {
      for (var rule : result.rules()) {
        if (rule.broken() > 0) {
          broken.add(said(result, rule));
          rows += rule.broken();
        }
      }
    }
    if (broken.isEmpty()) {
      return;
    }
    var shown = String.join("; ", broken.subList(0, Math.min(MOST, broken.size())));
    throw new DataException(
        Reason.CHECK_FAILED,
        broken.size() <= MOST
            ? shown
            : "%s; and %d more rules".formatted(shown, broken.size() - MOST),
        "Correct these rows in the source or leave them out in a step; nothing was committed",
        rows);
  }

  private static String said(CheckResult result, CheckResult.OfRule rule) {
    var keys = rule.samples().isEmpty() ? "" : ", as " + String.join(" and ", rule.samples());
    return "Check %s on relation %s: %,d of %,d rows break %s%s"
        .formatted(
            result.check(), result.relation(), rule.broken(), result.rows(), rule.rule(), keys);
  }
}
