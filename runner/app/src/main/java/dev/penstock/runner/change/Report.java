package dev.penstock.runner.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * All that changes between two states.
 *
 * @param version of this shape; raised when a field goes or changes its meaning
 * @param from the state before, as it was asked for
 * @param connected whether sources and warehouses were asked
 * @param notes what a reader should know of how this was found
 * @param environments in the order of their names, those without any change too
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Report(
    int version,
    String from,
    String to,
    boolean connected,
    List<String> notes,
    List<EnvironmentChange> environments) {
  /** The shape that docs/plan.md describes. */
  public static final int VERSION = 1;

  public Report {
    notes = List.copyOf(notes);
    environments = List.copyOf(environments);
  }

  /** {@return the same with other notes} */
  public Report noting(List<String> others) {
    return new Report(version, from, to, connected, others, environments);
  }

  /** An effect and where it is. */
  public record Found(String environment, Effect effect) {}

  /** {@return the first of the heaviest effects} */
  public Optional<Found> heaviest() {
    return environments.stream()
        .flatMap(one -> one.all().stream().map(effect -> new Found(one.name(), effect)))
        // The first one wins among equals.
        .reduce((one, other) ->
            other.effect().weight().compareTo(one.effect().weight()) > 0 ? other : one);
  }

  /** {@return whether anything differs} */
  public boolean changes() {
    return environments.stream().anyMatch(one -> one.kind() != Kind.SAME);
  }
}
