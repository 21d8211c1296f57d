package dev.penstock.operator.settings;

import static dev.penstock.api.runner.RunnerContract.LINEAGE_SQL;
import static dev.penstock.api.runner.RunnerContract.OPENLINEAGE_ENDPOINT;
import static dev.penstock.api.runner.RunnerContract.OPENLINEAGE_NAMESPACE;
import static dev.penstock.api.runner.RunnerContract.OPENLINEAGE_URL;
import static dev.penstock.api.runner.RunnerContract.OTLP_ENDPOINT;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where runs tell lineage and traces.
 *
 * @param variables of the runner's container; none: nowhere
 * @param secret the name of a Secret in the namespaces of pipelines, whose keys those endpoints ask
 *     for; empty: they ask for none
 */
public record RunnerTelemetry(Map<String, String> variables, Optional<String> secret) {
  /** Nowhere. */
  public static final RunnerTelemetry NONE = new RunnerTelemetry(Map.of(), Optional.empty());

  static final String LINEAGE_URL = "PENSTOCK_RUNNER_LINEAGE_URL";
  static final String LINEAGE_ENDPOINT = "PENSTOCK_RUNNER_LINEAGE_ENDPOINT";
  static final String LINEAGE_NAMESPACE = "PENSTOCK_RUNNER_LINEAGE_NAMESPACE";
  static final String LINEAGE_TEXTS = "PENSTOCK_RUNNER_LINEAGE_SQL";
  static final String TRACES_ENDPOINT = "PENSTOCK_RUNNER_TRACES_ENDPOINT";
  static final String SECRET = "PENSTOCK_RUNNER_TELEMETRY_SECRET";

  public RunnerTelemetry {
    variables = Collections.unmodifiableMap(new TreeMap<>(variables));
    // A Secret that nobody reads is not mounted.
    secret = variables.isEmpty() ? Optional.empty() : secret;
  }

  /** {@return what the operator's own environment says} */
  static RunnerTelemetry of(Map<String, String> environment) {
    Map<String, String> variables = new TreeMap<>();
    value(environment, LINEAGE_URL)
        .ifPresent(url -> {
          variables.put(OPENLINEAGE_URL, url);
          value(environment, LINEAGE_ENDPOINT)
              .ifPresent(path -> variables.put(OPENLINEAGE_ENDPOINT, path));
          value(environment, LINEAGE_NAMESPACE)
              .ifPresent(namespace -> variables.put(OPENLINEAGE_NAMESPACE, namespace));
          value(environment, LINEAGE_TEXTS)
              .filter("true"::equals)
              .ifPresent(yes -> variables.put(LINEAGE_SQL, yes));
        });
    value(environment, TRACES_ENDPOINT).ifPresent(url -> variables.put(OTLP_ENDPOINT, url));
    return new RunnerTelemetry(variables, value(environment, SECRET));
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }
}
