package dev.penstock.runner.plan;

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
      var found =
          target.mode() instanceof Mode.Replace || target.mode() instanceof Mode.Window
              ? below(target.from(), incremental, graph)
              : Optional.<String>empty();
      if (found.isPresent()) {
        throw new ConfigurationException(
            Reason.INVALID_SPEC,
            "Target %s replaces %s, and relation %s reads source %s, which brings only what"
                    .formatted(
                        target.name(),
                        target.mode() instanceof Mode.Window ? "whole days" : "all its rows",
                        target.from(),
                        found.get())
                + " has changed",
            "Remove incremental from that source, or write another spec.targets[%d].mode"
                .formatted(i));
      }
    }
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
