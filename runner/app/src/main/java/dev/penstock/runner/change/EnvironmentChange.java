package dev.penstock.runner.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.stream.Stream;

/**
 * What becomes of an environment.
 *
 * @param effects of the environment as a whole: manifests that are wrong, places and their readers
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record EnvironmentChange(
    String name,
    Kind kind,
    List<Effect> effects,
    List<ConnectionChange> connections,
    List<PipelineChange> pipelines) {
  public EnvironmentChange {
    effects = List.copyOf(effects);
    connections = List.copyOf(connections);
    pipelines = List.copyOf(pipelines);
  }

  /** {@return all effects, those of the environment first} */
  public List<Effect> all() {
    return Stream.of(
            effects.stream(),
            connections.stream().flatMap(one -> one.effects().stream()),
            pipelines.stream().flatMap(one -> one.effects().stream()))
        .flatMap(one -> one)
        .toList();
  }

  /** {@return how many pipelines became this} */
  public long pipelines(Kind kind) {
    return pipelines.stream().filter(one -> one.kind() == kind).count();
  }

  /** {@return how many effects have that weight} */
  public long effects(Weight weight) {
    return all().stream().filter(effect -> effect.weight() == weight).count();
  }
}
