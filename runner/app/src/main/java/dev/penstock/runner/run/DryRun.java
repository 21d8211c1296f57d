package dev.penstock.runner.run;

import dev.penstock.api.TargetResult;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.report.Receipt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run would have committed. Nothing of it is left.
 *
 * @param proposal the entry, which no log has; its number is that of the next commit
 * @param read rows per source
 * @param receipt the account that it would have had
 * @param statements per table that would be made or altered, what would do it, in their order
 */
public record DryRun(
    Entry proposal,
    Map<String, Long> read,
    long millis,
    Receipt receipt,
    Map<String, List<String>> statements) {
  /** Copies what it is given. */
  public DryRun {
    read = Map.copyOf(read);
    statements = new LinkedHashMap<>(statements);
  }

  /** {@return what the commit would add to each target} */
  public List<TargetResult> targets() {
    return Outcome.unpublished(proposal);
  }
}
