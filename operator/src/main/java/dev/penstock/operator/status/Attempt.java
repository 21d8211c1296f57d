package dev.penstock.operator.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.runner.ExitCode;
import dev.penstock.api.runner.RunnerContract;
import dev.penstock.api.runner.TerminationMessage;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one pod's runner ended.
 *
 * @param exitCode empty: the pod was evicted, and nobody saw its runner end
 * @param evicted why the pod was evicted, if it was
 * @param message what it left; empty when it left nothing that can be read
 */
record Attempt(
    Optional<Integer> exitCode,
    boolean outOfMemory,
    Optional<String> evicted,
    Optional<TerminationMessage> message) {
  private static final int DONE = ExitCode.DONE.code();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** {@return how the newest pod ended; empty while it has not, whatever earlier ones say} */
  static Optional<Attempt> newest(Collection<Pod> pods) {
    return pods.stream()
        .max(
            Comparator.<Pod, String>comparing(pod -> pod.getMetadata().getCreationTimestamp())
                .thenComparing(pod -> pod.getMetadata().getName()))
        .filter(pod -> terminated(pod).isPresent() || eviction(pod).isPresent())
        .map(Attempt::of);
  }

  /**
   * {@return whether a commit may stand that the newest pod does not speak of} Its reason does not
   * tell whether it had read the log, nor that it found nothing there: a warehouse may fail it
   * while it publishes what an earlier pod committed. So only a commit, or an end without a
   * failure, outweighs an earlier pod that committed, does not know, or left no account.
   */
  static boolean leaveDoubt(Collection<Pod> pods) {
    return newest(pods).filter(Attempt::settles).isEmpty()
        && pods.stream()
            .anyMatch(pod -> newest(List.of(pod)).map(Attempt::mayHaveCommitted).orElse(true));
  }

  private boolean settles() {
    return message
        .filter(said -> said.commit() != null || exitCode.equals(Optional.of(DONE)))
        .isPresent();
  }

  private boolean mayHaveCommitted() {
    return message.map(said -> said.commit() != null || unknown(said)).orElse(true);
  }

  /** {@return whether a pod says that it does not know whether it committed} */
  static boolean unknown(TerminationMessage said) {
    return TerminationMessage.COMMIT_UNKNOWN.equals(said.reason());
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

  /** A kubelet that evicts a pod says so on the pod, and may say nothing of its containers. */
  private static Optional<String> eviction(Pod pod) {
    return Optional.ofNullable(pod.getStatus())
        .filter(status -> "Failed".equals(status.getPhase()))
        .filter(status -> "Evicted".equals(status.getReason()))
        .map(status -> Objects.requireNonNullElse(status.getMessage(), "no message"));
  }

  private static Attempt of(Pod pod) {
    var state = terminated(pod);
    return new Attempt(
        state.map(ContainerStateTerminated::getExitCode),
        state.filter(ended -> "OOMKilled".equals(ended.getReason())).isPresent(),
        eviction(pod),
        state.flatMap(ended -> message(ended.getMessage())));
  }

  private static Optional<TerminationMessage> message(@Nullable String text) {
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
