package dev.penstock.sandbox.kubernetes.processnode;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells the API server about one pod; a pod that is gone needs no telling. */
final class PodReporter {
  private static final int TRIES = 10;
  private static final Duration AUTHORIZED_WITHIN = Duration.ofMinutes(1);
  private static final Duration BETWEEN = Duration.ofMillis(200);

  private final KubernetesClient client;
  private final Pod pod;
  private final Clock clock;

  PodReporter(KubernetesClient client, Pod pod, Clock clock) {
    this.client = client;
    this.pod = pod;
    this.clock = clock;
  }

  /** Writes the status that follows from the container's state. */
  void report(ContainerState state) {
    write(current -> PodStatuses.of(current, state, clock.instant()));
  }

  /** Fails the pod with the reason. */
  void refuse(String message) {
    write(current -> PodStatuses.refused(current, message, clock.instant()));
    event("Warning", PodStatuses.REFUSED, message);
  }

  /** Says that the pod's process has ended, so that the API server forgets a deleted pod. */
  void confirmDeletion() {
    var current = current();
    if (current != null && same(current)) {
      resource().withGracePeriod(0).delete();
    }
  }

  /** Leaves an event at the pod, for {@code kubectl describe}. */
  void event(String type, String reason, String message) {
    var metadata = pod.getMetadata();
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    client
        .resource(
            new EventBuilder()
                .withNewMetadata()
                .withName("%s.%s".formatted(metadata.getName(), UUID.randomUUID()))
                .withNamespace(metadata.getNamespace())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(metadata.getName())
                .withNamespace(metadata.getNamespace())
                .withUid(metadata.getUid())
                .endInvolvedObject()
                .withType(type)
                .withReason(reason)
                .withMessage(message)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .withNewSource()
                .withComponent("process-node")
                .endSource()
                .build())
        .create();
  }

  private void write(Function<Pod, PodStatus> status) {
    for (var tries = 1; ; tries++) {
      var current = current();
      if (current == null || !same(current)) {
        return;
      }
      current.setStatus(status.apply(current));
      try {
        client.resource(current).updateStatus();
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
          return;
        }
        // Controllers write the same pod; the next try builds on what they wrote.
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || tries == TRIES) {
          throw e;
        }
      }
    }
  }

  /**
   * The node authorizer learns of a binding by itself, on a loaded machine later than the watch has
   * told it here: a 403 may be too early a question.
   */
  private @Nullable Pod current() {
    var limit = System.nanoTime() + AUTHORIZED_WITHIN.toNanos();
    while (true) {
      try {
        return resource().get();
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN || System.nanoTime() > limit) {
          throw e;
        }
        pause(e);
      }
    }
  }

  private static void pause(KubernetesClientException refused) {
    try {
      Thread.sleep(BETWEEN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused;
    }
  }

  private boolean same(Pod current) {
    return current.getMetadata().getUid().equals(pod.getMetadata().getUid());
  }

  private PodResource resource() {
    return client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName());
  }
}
