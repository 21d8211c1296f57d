package dev.penstock.runner.plan;

import dev.penstock.api.model.Deletes;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Read;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Refuses targets that are to hold all rows and get only those that have changed. */
final class WholeCheck {
  private WholeCheck() {}

  static void check(Pipeline pipeline, StepGraph graph) {
    Set<String> incremental = new HashSet<>();
    for (var source : pipeline.sources()) {
      if (source.read() instanceof Read.Table table && table.incremental().isPresent()) {
        incremental.add(source.name());
      }
    }
    for (int i = 0; i < pipeline.targets().size(); i++) {
      var target = pipeline.targets().get(i);
      var needs = whatNeedsAll(target.mode());
      var found =
          needs.isPresent() ? below(target.from(), incremental, graph) : Optional.<String>empty();
      if (found.isPresent()) {
        throw new ConfigurationException(
            Reason.INVALID_SPEC,
            "Target %s %s, and relation %s reads source %s, which brings only what"
                    .formatted(target.name(), needs.orElseThrow(), target.from(), found.get())
                + " has changed",
            "Remove incremental from that source, or write another spec.targets[%d].mode"
                .formatted(i));
      }
    }
  }

  /** {@return what a target does for which a run must bring all rows; empty: nothing} */
  private static Optional<String> whatNeedsAll(Mode mode) {
    return switch (mode) {
      case Mode.Append append -> Optional.empty();
      case Mode.Replace replace -> Optional.of("replaces all its rows");
      case Mode.Window window -> Optional.of("replaces whole days");
      case Mode.Scd2 history -> Optional.empty();
      case Mode.Upsert upsert ->
          upsert.deletes() instanceof Deletes.Absence
              ? Optional.of("deletes the keys that do not come")
              : Optional.empty();
    };
  }

  private static Optional<String> below(String relation, Set<String> wanted, StepGraph graph) {
    if (wanted.contains(relation)) {
      return Optional.of(relation);
    }
    return graph.shape(relation).uses().keySet().stream()
        .flatMap(used -> below(used, wanted, graph).stream())
        .findFirst();
  }
}
