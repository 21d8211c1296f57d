package dev.penstock.operator.pipeline;

import dev.penstock.api.runner.RunnerContract;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a pod is told of the installation's lineage and traces. Its author may name other endpoints
 * in {@code pod.env}; those do not get the Secret of the installation.
 *
 * @param env variables
 * @param secret the Secret that is mounted; empty: none
 */
record PodTelemetry(List<EnvVar> env, Optional<String> secret) {
  static PodTelemetry of(Rendering rendering) {
    Set<String> written =
        WrittenPod.of(rendering.resource()).env().stream()
            .map(EnvVar::getName)
            .collect(Collectors.toUnmodifiableSet());
    var telemetry = rendering.telemetry();
    List<EnvVar> env = new ArrayList<>();
    telemetry.variables().entrySet().stream()
        .filter(variable -> !written.contains(variable.getKey()))
        .forEach(variable -> env.add(new EnvVar(variable.getKey(), variable.getValue(), null)));
    boolean elsewhere =
        written.stream()
            .anyMatch(name -> name.startsWith("OPENLINEAGE_") || name.startsWith("OTEL_"));
    var secret = elsewhere ? Optional.<String>empty() : telemetry.secret();
    secret.ifPresent(name ->
        env.add(
            new EnvVar(RunnerContract.TELEMETRY_SECRET, RunnerContract.TELEMETRY_DIRECTORY, null)));
    return new PodTelemetry(List.copyOf(env), secret);
  }
}
