package dev.penstock.sandbox.demo;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Finds out by a pod for each whether a node of a named cluster has the images or gets them: an
 * image that nobody loaded is the likeliest trouble there, and would else show after minutes.
 */
record ImageCheck(KubernetesClient client, String namespace) {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofMillis(300);

  /** A first ErrImagePull may be a moment's trouble of a registry; the second try decides. */
  private static final Set<String> NO_IMAGE =
      Set.of("ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName");

  private static final Set<String> ON_THE_WAY =
      Set.of("ContainerCreating", "PodInitializing", "ErrImagePull");

  /** What became of an image. */
  sealed interface Found {
    /** The container was made, whatever it did then. */
    record There() implements Found {}

    /** No node has it nor gets it. */
    record Missing(String reason) implements Found {}
  }

  /**
   * Returns when each image was there.
   *
   * @throws IllegalArgumentException when one is missing; the message says what to do
   */
  void check(List<String> references) throws IOException, InterruptedException {
    await(
        "service account default of " + namespace,
        () ->
            Optional.ofNullable(
                client.serviceAccounts().inNamespace(namespace).withName("default").get()));
    for (int i = 0; i < references.size(); i++) {
      check("image-check-" + i, references.get(i));
    }
  }

  private void check(String name, String reference) throws IOException, InterruptedException {
    client.resource(pod(name, reference)).create();
    try {
      Found found =
          await(
              "pod %s with image %s".formatted(name, reference),
              () ->
                  Optional.ofNullable(client.pods().inNamespace(namespace).withName(name).get())
                      .flatMap(ImageCheck::found));
      if (found instanceof Found.Missing missing) {
        throw new IllegalArgumentException(
            "No node has the image %s (%s); load both, `./penstock images --output DIR` says how,"
                    .formatted(reference, missing.reason())
                + " or name others by --image-prefix");
      }
    } finally {
      client.pods().inNamespace(namespace).withName(name).withGracePeriod(0).delete();
    }
  }

  /** Empty while nobody can say. */
  static Optional<Found> found(Pod pod) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getContainerStatuses().stream()
            .map(ContainerStatus::getState)
            .findFirst()
            .flatMap(ImageCheck::found);
  }

  private static Optional<Found> found(ContainerState state) {
    if (state.getWaiting() == null) {
      return state.getRunning() == null && state.getTerminated() == null
          ? Optional.empty()
          : Optional.of(new Found.There());
    }
    String reason = String.valueOf(state.getWaiting().getReason());
    if (NO_IMAGE.contains(reason)) {
      return Optional.of(new Found.Missing(reason));
    }
    // Whatever else keeps a container waiting comes after its image.
    return ON_THE_WAY.contains(reason) ? Optional.empty() : Optional.of(new Found.There());
  }

  /** It does nothing: it has no token, and says its help or fails. */
  private Pod pod(String name, String reference) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(10001L)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .addNewContainer()
        .withName("image")
        .withImage(reference)
        .withImagePullPolicy("IfNotPresent")
        .withArgs("--help")
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .endContainer()
        .endSpec()
        .build();
  }

  private static <T> T await(String what, Supplier<Optional<T>> answer)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<T> found = answer.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("Waited %d s in vain for %s".formatted(PATIENCE.toSeconds(), what));
      }
      Thread.sleep(PAUSE);
    }
  }
}
