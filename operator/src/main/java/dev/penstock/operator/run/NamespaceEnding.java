package dev.penstock.operator.run;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;

/**
 * A namespace that is being deleted takes nothing new. That does not change any more, and what is
 * in it goes by itself: trying again would be noise.
 */
final class NamespaceEnding {
  private NamespaceEnding() {}

  static boolean says(KubernetesClientException refused) {
    return Optional.ofNullable(refused.getStatus()).map(Status::getDetails).stream()
        .flatMap(details -> Optional.ofNullable(details.getCauses()).orElse(List.of()).stream())
        .anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()));
  }
}
