package dev.penstock.cli.why;

import dev.penstock.api.StatusCondition;
import dev.penstock.cli.cluster.SeenPipeline;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Finds conditions. */
final class Conditions {
  private Conditions() {}

  static List<StatusCondition> of(SeenPipeline pipeline) {
    return Objects.requireNonNullElse(pipeline.status().conditions(), List.of());
  }

  static Optional<StatusCondition> of(SeenPipeline pipeline, String type) {
    return of(pipeline).stream().filter(condition -> type.equals(condition.type())).findFirst();
  }

  static boolean isFalse(StatusCondition condition) {
    return "False".equals(condition.status());
  }
}
