package dev.penstock.sandbox.kubernetes;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be said of CustomResourceDefinitions, whosever they are. */
public final class Definitions {
  private Definitions() {}

  /**
   * {@return the kinds that a client finds by discovery, which tells them a moment after their
   * definitions call themselves established; none, as long as there is no such API}
   *
   * @param apiVersion as {@code penstock.dev/v1alpha1}
   */
  public static Set<String> served(KubernetesClient client, String apiVersion) {
    return Stream.ofNullable(client.getApiResources(apiVersion))
        .flatMap(list -> list.getResources().stream())
        .map(APIResource::getKind)
        .collect(Collectors.toSet());
  }
}
