package dev.penstock.runner.cli;

import dev.penstock.runner.change.ColumnChange;
import dev.penstock.runner.change.Outline;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the columns of a target have changed, as its entries tell it. Their order says nothing: a
 * reordered relation is the same, and a renamed column is one that went and one that came.
 */
final class SchemaHistory {
  private SchemaHistory() {}

  /**
   * An entry that changed the columns, or the table, of a target.
   *
   * @param entry that did
   * @param first whether it is the first one of the target's history, so that all columns are new
   * @param changes of the columns of its parts
   * @param done what the run did to the table, in words that follow its name
   */
  record Step(Entry entry, boolean first, List<ColumnChange> changes, List<String> done) {
    public Step {
      changes = List.copyOf(changes);
      done = List.copyOf(done);
    }
  }

  /**
   * {@return the entries that changed something, the oldest first}
   *
   * @param entries of a log, the oldest first
   */
  static List<Step> of(String target, List<Entry> entries) {
    List<Step> steps = new ArrayList<>();
    Optional<Outline> before = Optional.empty();
    List<String> habits = List.of();
    for (var entry : entries) {
      if (entry.abandoned().contains(target)) {
        before = Optional.empty();
        habits = List.of();
      }
      var named = entry.target(target).filter(one -> !one.columns().isEmpty());
      if (named.isEmpty()) {
        continue;
      }
      var outline = outline(named.get());
      var changes = ColumnChange.between(before.orElse(new Outline(List.of(), List.of())), outline);
      var words = named.get().adapted().map(CommittedTarget.Adapted::words).orElse(List.of());
      // What the table goes without is told when it begins, not with every entry.
      var known = habits;
      var done = words.stream().filter(word -> isChange(word, named.get(), known)).toList();
      if (!changes.isEmpty() || !done.isEmpty()) {
        steps.add(new Step(entry, before.isEmpty(), changes, done));
      }
      before = Optional.of(outline);
      habits = words;
    }
    return steps;
  }

  private static boolean isChange(String word, CommittedTarget target, List<String> habits) {
    return !habits.contains(word)
        || target.adapted().stream()
            .flatMap(how -> how.changes().stream())
            .anyMatch(change -> change.words().equals(word));
  }

  private static Outline outline(CommittedTarget target) {
    return new Outline(
        target.columns().stream()
            .map(column -> new Outline.Column(column.name(), Optional.of(column.type())))
            .toList(),
        List.of());
  }
}
