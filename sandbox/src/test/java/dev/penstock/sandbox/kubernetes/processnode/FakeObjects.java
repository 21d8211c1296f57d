package dev.penstock.sandbox.kubernetes.processnode;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An API server's ConfigMaps and Secrets in memory, by namespace/name. */
final class FakeObjects implements ApiObjects {
  static final Instant RENEW_AT = Instant.parse("2026-01-01T00:00:00Z");

  final Map<String, Map<String, byte[]>> configMaps = new HashMap<>();
  final Map<String, Map<String, byte[]>> secrets = new HashMap<>();
  private int tokens;

  @Override
  public Optional<Map<String, byte[]>> configMap(String namespace, String name) {
    return Optional.ofNullable(configMaps.get(namespace + "/" + name));
  }

  @Override
  public Optional<Map<String, byte[]>> secret(String namespace, String name) {
    return Optional.ofNullable(secrets.get(namespace + "/" + name));
  }

  @Override
  public Token token(Pod pod, ServiceAccountTokenProjection wanted) {
    tokens++;
    return new Token("token-%d".formatted(tokens), RENEW_AT);
  }
}
