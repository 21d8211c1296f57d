package dev.penstock.operator.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.runner.RunnerContract;
import dev.penstock.api.runner.TerminationMessage;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * How one pod's runner ended.
 *
 * @param message what it left; empty when it left nothing that can be read
 */
record Attempt(int exitCode, boolean outOfMemory, Optional<TerminationMessage> message) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** {@return the newest pod whose runner has ended} */
  static Optional<Attempt> newest(Collection<Pod> pods) {
    return pods.stream()
        .filter(pod -> terminated(pod).isPresent())
        .max(
            Comparator.<Pod, String>comparing(pod -> pod.getMetadata().getCreationTimestamp())
                .thenComparing(pod -> pod.getMetadata().getName()))
        .flatMap(Attempt::terminated)
        .map(Attempt::of);
  }

  /** {@return the status of the pod's container runner} */
  static Optional<ContainerStatus> runner(Pod pod) {
    return Optional.ofNullable(pod.getStatus()).stream()
        .flatMap(status -> status.getContainerStatuses().stream())
        .filter(status -> status.getName().equals(RunnerContract.CONTAINER))
        .findFirst();
  }

  private static Optional<ContainerStateTerminated> terminated(Pod pod) {
    return runner(pod)
        .flatMap(
            status -> Optional.ofNullable(status.getState()).map(state -> state.getTerminated()));
  }

  private static Attempt of(ContainerStateTerminated state) {
    return new Attempt(
        state.getExitCode(), "OOMKilled".equals(state.getReason()), message(state.getMessage()));
  }

  private static Optional<TerminationMessage> message(String text) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readValue(text, TerminationMessage.class));
    } catch (JsonProcessingException notOurs) {
      return Optional.empty(); // A JVM that died before main; the exit code stands.
    }
  }
}
