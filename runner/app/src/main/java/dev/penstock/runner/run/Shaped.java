package dev.penstock.runner.run;

import dev.penstock.runner.engine.DuckDbEngine;
import dev.penstock.runner.engine.Sealed;
import dev.penstock.runner.engine.Shaping;
import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.reconcile.Figure;
import dev.penstock.runner.reconcile.Tally;
import dev.penstock.runner.report.Receipt;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.Reason;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How many values became others on their way into parts, per target and column; refuses those that
 * are too long where nothing else was said. Used by the thread of the engine.
 */
final class Shaped {
  private final DuckDbEngine engine;
  private final Map<Of, Long> counts = new LinkedHashMap<>();

  private record Of(String target, Shaping.Limit limit) {}

  Shaped(DuckDbEngine engine) {
    this.engine = engine;
  }

  /** Counts the values of a relation that the next statement will change. */
  void before(Plan.Load load) {
    var limits = load.shaping().counted();
    if (!limits.isEmpty()) {
      var longer = engine.longer(load.target().from(), limits, load.shaping());
      for (int i = 0; i < limits.size(); i++) {
        counts.merge(new Of(load.target().name(), limits.get(i)), longer.get(i), Long::sum);
      }
    }
  }

  /**
   * Refuses a value that is too long, while nobody has been handed the parts.
   *
   * @param rows of the target that were sealed before, none of which is
   * @param tally of the parts
   */
  void after(Plan.Load load, Sealed sealed, long rows, Tally tally) {
    for (var limit : load.shaping().refusing()) {
      var longest = longest(tally, limit.column());
      if (longest.compareTo(BigDecimal.valueOf(limit.bytes())) > 0) {
        long longer = engine.longer(load.target().from(), List.of(limit), sealed).getFirst();
        throw new DataException(
            Reason.VALUE_NOT_SUPPORTED,
            "Target %s: %d of the first %d rows have a %s of more than %d bytes, up to %s"
                .formatted(
                    load.target().name(),
                    longer,
                    rows + tally.rows(),
                    limit.column(),
                    limit.bytes(),
                    longest.toPlainString()),
            remedy(load, limit.column()) + "; nothing was committed",
            longer);
      }
    }
  }

  /** {@return what the plan of the next run takes} */
  private static String remedy(Plan.Load load, String column) {
    if (Proposal.upsert(load.target().mode())
        .filter(how ->
            Stream.concat(how.key().stream(), how.orderBy().stream())
                .anyMatch(column::equalsIgnoreCase))
        .isPresent()) {
      return "Shorten them in a step, or leave these rows out";
    }
    boolean json =
        load.parts().columns().stream()
            .anyMatch(of -> of.name().equals(column) && of.type() instanceof ColumnType.Json);
    return "Write in columns of the target what becomes of them, as {name: %s, tooLong: %s}, or shorten them in a step"
        .formatted(column, json ? "SetNull" : "Truncate");
  }

  private static BigDecimal longest(Tally tally, String column) {
    return tally.columns().stream()
        .filter(of -> of.column().equals(column))
        .map(of -> of.figures().getOrDefault(Figure.LONGEST, BigDecimal.ZERO))
        .findFirst()
        .orElse(BigDecimal.ZERO);
  }

  /** {@return what was counted, also where it is zero} */
  List<Receipt.OfValues> told() {
    List<Receipt.OfValues> told = new ArrayList<>();
    counts.forEach((of, count) ->
        told.add(
            new Receipt.OfValues(
                "target " + of.target(), of.limit().column(), of.limit().longer().done(), count)));
    return told;
  }
}
