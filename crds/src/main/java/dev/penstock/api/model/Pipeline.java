package dev.penstock.api.model;

import java.util.List;
import java.util.Optional;

/**
 * A pipeline whose every reference inside the spec resolves.
 *
 * @param id namespace and name; the name has at most 52 characters
 * @param hash of the parts of the spec that decide what a run does
 * @param timing when runs are made and how long they may take
 * @param parameters with the value that this run uses
 * @param steps in the order of the manifest; the plan finds the order in which they can be computed
 * @param checks on sources and steps
 */
public record Pipeline(
    ResourceName id,
    SpecHash hash,
    Store store,
    Timing timing,
    List<Parameter> parameters,
    List<Source> sources,
    List<Step> steps,
    List<Check> checks,
    List<Target> targets,
    PodShape pod) {
  public Pipeline {
    parameters = List.copyOf(parameters);
    checks = List.copyOf(checks);
    sources = List.copyOf(sources);
    steps = List.copyOf(steps);
    targets = List.copyOf(targets);
    if (sources.isEmpty() || targets.isEmpty()) {
      throw new IllegalArgumentException("Pipeline %s has no source or no target".formatted(id));
    }
  }

  /**
   * {@return the names of all connections that a run opens, without repetition, in a fixed order}
   */
  public List<String> connections() {
    var names = new java.util.TreeSet<String>();
    names.add(store.connection());
    sources.forEach(source -> names.add(source.connection()));
    for (var target : targets) {
      target.s3().map(Dataset::connection).ifPresent(names::add);
      target.redshift().map(Table::connection).ifPresent(names::add);
    }
    return List.copyOf(names);
  }

  /** {@return the target of that name, if there is one} */
  public Optional<Target> target(String name) {
    return targets.stream().filter(target -> target.name().equals(name)).findFirst();
  }
}
