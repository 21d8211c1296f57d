package dev.penstock.operator.metrics;

import dev.penstock.operator.resource.EtlPipeline;
import java.util.List;
import java.util.Objects;

/** What a condition of a pipeline says, or that there is none. */
enum ConditionState {
  TRUE("True"),
  FALSE("False"),
  UNKNOWN("Unknown"),
  NONE("None");

  /** The conditions that pipelines have. */
  static final List<String> TYPES = List.of("Ready", "LastRunSucceeded", "Verified", "Fresh");

  private final String shown;

  ConditionState(String shown) {
    this.shown = shown;
  }

  static ConditionState of(EtlPipeline pipeline, String type) {
    var status = pipeline.getStatus();
    if (status == null || status.conditions() == null) {
      return NONE;
    }
    return status.conditions().stream()
        .filter(condition -> type.equals(condition.type()))
        .map(condition -> Objects.requireNonNullElse(condition.status(), ""))
        .map(ConditionState::read)
        .findFirst()
        .orElse(NONE);
  }

  private static ConditionState read(String status) {
    return switch (status) {
      case "True" -> TRUE;
      case "False" -> FALSE;
      default -> UNKNOWN;
    };
  }

  @Override
  public String toString() {
    return shown;
  }
}
