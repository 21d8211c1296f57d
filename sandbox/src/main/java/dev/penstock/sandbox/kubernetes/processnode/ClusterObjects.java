package dev.penstock.sandbox.kubernetes.processnode;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import io.fabric8.kubernetes.api.model.authentication.BoundObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The API server's answers to the node's own user, who may read only what its pods name. */
record ClusterObjects(KubernetesClient client) implements ApiObjects {
  private static final long SECONDS = 3600;

  @Override
  public Optional<Map<String, byte[]>> configMap(String namespace, String name)
      throws NotYetException {
    var found = get(() -> client.configMaps().inNamespace(namespace).withName(name).get());
    return found.map(ClusterObjects::content);
  }

  @Override
  public Optional<Map<String, byte[]>> secret(String namespace, String name)
      throws NotYetException {
    var found = get(() -> client.secrets().inNamespace(namespace).withName(name).get());
    return found.map(ClusterObjects::content);
  }

  @Override
  public Token token(Pod pod, ServiceAccountTokenProjection wanted) throws NotYetException {
    var seconds = Optional.ofNullable(wanted.getExpirationSeconds()).orElse(SECONDS);
    var request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withExpirationSeconds(seconds)
            .withBoundObjectRef(
                new BoundObjectReferenceBuilder()
                    .withApiVersion("v1")
                    .withKind("Pod")
                    .withName(pod.getMetadata().getName())
                    .withUid(pod.getMetadata().getUid())
                    .build())
            .endSpec()
            .build();
    if (wanted.getAudience() != null) {
      request.getSpec().getAudiences().add(wanted.getAudience());
    }
    var account =
        client
            .serviceAccounts()
            .inNamespace(pod.getMetadata().getNamespace())
            .withName(pod.getSpec().getServiceAccountName());
    var granted =
        ClusterObjects.<TokenRequest>get(() -> account.tokenRequest(request))
            .orElseThrow(() ->
                NotYetException.missing(
                    "ServiceAccount %s does not exist"
                        .formatted(pod.getSpec().getServiceAccountName())));
    return new Token(
        granted.getStatus().getToken(), Instant.now().plus(Duration.ofSeconds(seconds * 8 / 10)));
  }

  private static <T extends HasMetadata> Optional<T> get(Supplier<@Nullable T> request)
      throws NotYetException {
    try {
      return Optional.ofNullable(request.get());
    } catch (KubernetesClientException e) {
      return switch (e.getCode()) {
        case HttpURLConnection.HTTP_NOT_FOUND -> Optional.empty();
        // The authorizer learns a moment after the binding what the pod names.
        case HttpURLConnection.HTTP_FORBIDDEN ->
            throw new NotYetException("ContainerCreating", "The node may not read it yet");
        default -> throw e;
      };
    }
  }

  private static Map<String, byte[]> content(ConfigMap map) {
    var content = new HashMap<String, byte[]>();
    orEmpty(map.getData())
        .forEach((key, text) -> content.put(key, text.getBytes(StandardCharsets.UTF_8)));
    orEmpty(map.getBinaryData())
        .forEach((key, text) -> content.put(key, Base64.getDecoder().decode(text)));
    return content;
  }

  private static Map<String, byte[]> content(Secret secret) {
    var content = new HashMap<String, byte[]>();
    orEmpty(secret.getData())
        .forEach((key, text) -> content.put(key, Base64.getDecoder().decode(text)));
    return content;
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }
}
