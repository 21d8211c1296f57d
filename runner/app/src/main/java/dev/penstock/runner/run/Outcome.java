package dev.penstock.runner.run;

import dev.penstock.api.Rejects;
import dev.penstock.api.TargetResult;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.report.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How an attempt that did not fail ended.
 *
 * @param byThisAttempt false: an earlier attempt of the run had committed
 * @param read rows per source by this attempt; empty if it read nothing
 * @param receipt its full account; empty if it did not commit itself
 */
public record Outcome(
    Entry entry,
    boolean byThisAttempt,
    Map<String, Long> read,
    long millis,
    Optional<Receipt> receipt) {
  public Outcome {
    read = Map.copyOf(read);
  }

  /** {@return what the commit did to each target} */
  public List<TargetResult> targets() {
    return results(entry);
  }

  /** {@return what a commit adds to each target, whose publication nobody has seen} */
  public static List<TargetResult> unpublished(Entry entry) {
    return results(entry).stream()
        .map(result ->
            new TargetResult(result.name(), result.rows(), result.parts(), result.bytes(), null))
        .toList();
  }

  /** {@return how many values policies of columns have changed; empty: no column has one} */
  public Optional<Rejects> rejects() {
    var done =
        receipt.stream()
            .flatMap(account -> account.values().stream())
            .collect(
                Collectors.groupingBy(
                    Receipt.OfValues::done, Collectors.summingLong(Receipt.OfValues::values)));
    return done.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Rejects(null, done.get("truncated"), done.get("setNull"), done.get("replaced")));
  }

  static List<TargetResult> results(Entry entry) {
    List<TargetResult> results = new ArrayList<>();
    for (var target : entry.targets()) {
      results.add(
          new TargetResult(
              target.name(),
              target.rows(),
              (long) target.parts().size(),
              target.bytes(),
              target.warehouse().isPresent() ? entry.number() : null));
    }
    return results;
  }
}
