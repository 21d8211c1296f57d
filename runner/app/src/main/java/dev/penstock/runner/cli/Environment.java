package dev.penstock.runner.cli;

import dev.penstock.api.runner.RunnerContract;
import dev.penstock.runner.commit.Run;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What the pod's environment says; what it does not say is drawn or has a default. */
final class Environment {
  /** A point of {@code Checkpoints} and seconds to stay there; for tests that interfere. */
  static final String PAUSE_AT = "PENSTOCK_PAUSE_AT";

  private final Map<String, String> variables;

  Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  Optional<String> namespace() {
    return value(RunnerContract.NAMESPACE);
  }

  Optional<String> runId() {
    return value(RunnerContract.RUN_ID);
  }

  /**
   * {@return the run that a command only looks at}
   *
   * @param asking the command, for the message
   * @param written on the command line; goes first
   * @throws ConfigurationException if neither names one
   */
  String run(String asking, Optional<String> written) {
    return written
        .or(this::runId)
        .filter(Run::isId)
        .orElseThrow(() ->
            new ConfigurationException(
                Reason.INVALID_SPEC,
                asking + " does not know which run it is about",
                "Give --run-id or PENSTOCK_RUN_ID the run's UID"));
  }

  String attempt() {
    return value(RunnerContract.ATTEMPT).orElseGet(() -> UUID.randomUUID().toString());
  }

  /** {@return whether the operator made the pod that this is} */
  boolean isPod() {
    return value(RunnerContract.ATTEMPT).isPresent();
  }

  /** {@return when the run was due; unreadable or absent: empty} */
  Optional<Instant> scheduled() {
    return value(RunnerContract.SCHEDULED_TIME)
        .flatMap(text -> {
          try {
            return Optional.of(Instant.parse(text));
          } catch (DateTimeParseException e) {
            return Optional.empty();
          }
        });
  }

  /** {@return what the run is asked to do, as JSON; empty: an increment} */
  Optional<String> request() {
    return value(RunnerContract.REQUEST);
  }

  /** {@return where programs are looked for} */
  String programs() {
    return value("PATH").orElse("");
  }

  Optional<Path> scratch() {
    return value(RunnerContract.SCRATCH).map(Path::of);
  }

  Optional<Path> terminationMessage() {
    return value(RunnerContract.TERMINATION_MESSAGE).map(Path::of);
  }

  /** {@return whether somebody is to be told of runs, beside people and the operator} */
  boolean isObserved() {
    return value(RunnerContract.OPENLINEAGE_URL).isPresent()
        || value(RunnerContract.OTLP_ENDPOINT).isPresent()
        || value(RunnerContract.OTLP_TRACES_ENDPOINT).isPresent();
  }

  /** {@return all of it} */
  Map<String, String> variables() {
    return variables;
  }

  Optional<String> pauseAt() {
    return value(PAUSE_AT);
  }
}
