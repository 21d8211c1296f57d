package dev.penstock.runner.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a pipeline.
 *
 * @param specHashBefore of what decides a run; absent: there was no such pipeline
 * @param run whether the change itself makes a run
 * @param schedule absent: nothing about time differs
 * @param fields that differ; none for a pipeline that comes or goes
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PipelineChange(
    String namespace,
    String name,
    Kind kind,
    Optional<String> specHashBefore,
    Optional<String> specHashAfter,
    Run run,
    Optional<ScheduleChange> schedule,
    List<FieldChange> fields,
    List<TargetChange> targets,
    List<Effect> effects) {
  public PipelineChange {
    fields = List.copyOf(fields);
    targets = List.copyOf(targets);
    effects = List.copyOf(effects);
  }

  /** Whether a change makes a run. */
  public enum Run {
    /** By runOnChange. */
    MADE("made"),
    /** By runOnChange, when the pipeline is resumed. */
    WAITS("waits"),
    /** None: the manifest is wrong, and the last good one stays. */
    REFUSED("refused"),
    /** The next one is that of the schedule or of a request. */
    NONE("none");

    private final String shown;

    Run(String shown) {
      this.shown = shown;
    }

    @JsonValue
    @Override
    public String toString() {
      return shown;
    }
  }
}
