package dev.penstock.runner.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How well the stages of an attempt worked at the same time. A stage's busy time is the time in
 * which at least one of its spans was under way. E (extract) is that of reading, computing,
 * checking and sealing; U of uploads; C of copies into the warehouse; P of verifying and
 * committing, which follow all others. W is the time from the first of these spans' begin to the
 * last one's end.
 *
 * @param extractMillis E
 * @param uploadMillis U
 * @param copyMillis C
 * @param publishMillis P
 * @param wallMillis W
 * @param efficiency {@code (E+U+C+P - W) / (E+U+C+P - max(E,U,C) - P)}: 0 one after the other, 1
 *     the slowest alone sets the pace; empty where there was nothing to overlap
 * @param critical which of extract, upload and copy was busy longest
 */
public record Overlap(
    long extractMillis,
    long uploadMillis,
    long copyMillis,
    long publishMillis,
    long wallMillis,
    Optional<Double> efficiency,
    String critical) {
  private static final Set<String> EXTRACT = Set.of("keep", "read", "seal", "check", "tally");
  private static final Set<String> PUBLISH = Set.of("verify", "commit");

  /** {@return what the spans say} */
  public static Overlap of(List<Span> spans) {
    long e = busy(spans, EXTRACT);
    long u = busy(spans, Set.of("upload"));
    long c = busy(spans, Set.of("copy"));
    long p = busy(spans, PUBLISH);
    var work =
        spans.stream()
            .filter(span ->
                EXTRACT.contains(span.stage())
                    || PUBLISH.contains(span.stage())
                    || Set.of("upload", "copy").contains(span.stage()))
            .toList();
    long wall =
        work.stream().mapToLong(Span::to).max().orElse(0)
            - work.stream().mapToLong(Span::from).min().orElse(0);
    long longest = Math.max(e, Math.max(u, c));
    long hidden = e + u + c - longest;
    Optional<Double> efficiency =
        hidden <= 0
            ? Optional.empty()
            : Optional.of(Math.clamp((double) (e + u + c + p - wall) / hidden, 0.0, 1.0));
    return new Overlap(
        e, u, c, p, wall, efficiency, longest == e ? "extract" : longest == u ? "upload" : "copy");
  }

  /** {@return how long at least one span of these stages was under way} */
  static long busy(List<Span> spans, Set<String> stages) {
    List<Span> sorted = new ArrayList<>();
    spans.stream().filter(span -> stages.contains(span.stage())).forEach(sorted::add);
    sorted.sort(Comparator.comparingLong(Span::from));
    long busy = 0;
    long until = Long.MIN_VALUE;
    for (var span : sorted) {
      if (span.to() > until) {
        busy += span.to() - Math.max(span.from(), until);
        until = span.to();
      }
    }
    return busy;
  }
}
