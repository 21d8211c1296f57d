package dev.penstock.operator.progress;

import dev.penstock.api.runner.RunnerContract;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;

/** The log of a pod as the API server gets it from the node. */
final class KubernetesPodLog implements PodLog {
  private static final String JOB_NAME = "batch.kubernetes.io/job-name";

  /** More than a runner writes from one line of progress to the next. */
  private static final int LINES = 200;

  /** However long the lines are. */
  private static final int BYTES = 128 * 1024;

  private final KubernetesClient client;

  KubernetesPodLog(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Optional<String> tail(String namespace, String job) {
    return client.pods().inNamespace(namespace).withLabel(JOB_NAME, job).list().getItems().stream()
        .max(
            Comparator.<Pod, String>comparing(pod -> pod.getMetadata().getCreationTimestamp())
                .thenComparing(pod -> pod.getMetadata().getName()))
        .filter(KubernetesPodLog::runs)
        .map(this::read);
  }

  private String read(Pod pod) {
    // A node may not honour limitBytes, so no more is taken from it either.
    try (var log =
        client
            .pods()
            .resource(pod)
            .inContainer(RunnerContract.CONTAINER)
            .limitBytes(BYTES)
            .tailingLines(LINES)
            .getLogInputStream()) {
      return log == null ? "" : new String(log.readNBytes(BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean runs(Pod pod) {
    return Optional.ofNullable(pod.getStatus()).stream()
        .flatMap(status -> status.getContainerStatuses().stream())
        .filter(container -> container.getName().equals(RunnerContract.CONTAINER))
        .map(ContainerStatus::getState)
        .anyMatch(state -> state != null && state.getRunning() != null);
  }
}
