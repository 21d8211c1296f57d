package dev.penstock.runner.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A stage of an attempt in sum.
 *
 * @param stage as in {@link Span}
 * @param busyMillis in which at least one of its spans was under way
 * @param rows of all its spans
 * @param bytes of all its spans
 * @param rowsPerSecond of busy time; 0 where it was too short to tell
 * @param bytesPerSecond of busy time; 0 where it was too short to tell
 */
public record Stage(
    String stage, long busyMillis, long rows, long bytes, long rowsPerSecond, long bytesPerSecond) {
  /** {@return every stage of these spans, in the order of their first end} */
  public static List<Stage> of(List<Span> spans) {
    var names = new LinkedHashSet<String>();
    spans.forEach(span -> names.add(span.stage()));
    List<Stage> stages = new ArrayList<>();
    for (var name : names) {
      var own = spans.stream().filter(span -> span.stage().equals(name)).toList();
      long busy = Overlap.busy(own, Set.of(name));
      long rows = own.stream().mapToLong(Span::rows).sum();
      long bytes = own.stream().mapToLong(Span::bytes).sum();
      stages.add(new Stage(name, busy, rows, bytes, perSecond(rows, busy), perSecond(bytes, busy)));
    }
    return stages;
  }

  private static long perSecond(long amount, long millis) {
    return millis == 0 ? 0 : amount * 1000 / millis;
  }
}
