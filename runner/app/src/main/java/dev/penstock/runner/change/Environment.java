package dev.penstock.runner.change;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.ResourceName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the manifests of one environment declare.
 *
 * @param name a folder, or a namespace
 * @param pipelines by namespace and name
 * @param connections by namespace and name
 * @param problems all that is wrong, in the order of the files
 */
public record Environment(
    String name,
    SortedMap<ResourceName, Declared> pipelines,
    SortedMap<ResourceName, Endpoint> connections,
    List<Problem> problems) {
  private static final Comparator<ResourceName> ORDER =
      Comparator.comparing(ResourceName::namespace).thenComparing(ResourceName::name);

  public Environment {
    pipelines = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(pipelines));
    connections = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(connections));
    problems = List.copyOf(problems);
  }

  /** A pipeline: as it is written, and what it means if it is valid and its SQL parses. */
  public record Declared(EtlPipelineSpec spec, Optional<Pipeline> valid) {}

  /** A connection: as it is written, and what it means if it is valid. */
  public record Endpoint(EtlConnectionSpec spec, Optional<Connection> valid) {}

  /** {@return one without anything, for a state that lacks it} */
  static Environment empty(String name) {
    return new Environment(name, byName(), byName(), List.of());
  }

  /** {@return an empty map in the order of names} */
  public static <V> SortedMap<ResourceName, V> byName() {
    return new TreeMap<>(ORDER);
  }

  /** {@return the connection of that name in the namespace of a pipeline, if it is valid} */
  public Optional<Connection> connection(Pipeline pipeline, String name) {
    return Optional.ofNullable(connections.get(new ResourceName(pipeline.id().namespace(), name)))
        .flatMap(Endpoint::valid);
  }

  /** {@return the valid pipelines, in order} */
  public List<Pipeline> valid() {
    return pipelines.values().stream().flatMap(one -> one.valid().stream()).toList();
  }
}
