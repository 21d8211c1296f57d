package dev.penstock.runner.cli;

import dev.penstock.api.model.Pipeline;
import dev.penstock.runner.run.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One line about a run for the person who started it. */
final class Summary {
  private Summary() {}

  static String of(Pipeline pipeline, Outcome outcome) {
    var entry = outcome.entry();
    List<String> said = new ArrayList<>();
    said.add(
        "%s: %s as entry %d"
            .formatted(
                pipeline.id().name(),
                outcome.byThisAttempt() ? "committed" : "was already committed",
                entry.number()));
    if (!outcome.read().isEmpty()) {
      said.add("%,d rows read".formatted(outcome.read().values().stream().mapToLong(r -> r).sum()));
    }
    for (var target : entry.targets()) {
      target
          .dataset()
          .ifPresent(path ->
              said.add(
                  "%,d rows in %d object%s of s3://%s/%s"
                      .formatted(
                          target.rows(),
                          target.parts().size(),
                          target.parts().size() == 1 ? "" : "s",
                          target.bucket().name(),
                          path)));
      target
          .warehouse()
          .ifPresent(side -> said.add("%,d rows in %s".formatted(target.rows(), side.table())));
    }
    said.add(String.format(Locale.ROOT, "%.1f s", outcome.millis() / 1000.0));
    return String.join(", ", said);
  }
}
