package dev.penstock.sandbox.kubernetes.processnode;

import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The environment of a pod's container. Literal values may name mounted paths, others don't. */
record PodEnvironment(Pod pod, ApiObjects objects, PodPaths paths) {

  /**
   * Resolves all variables in their order.
   *
   * @param given what the container gets besides; the pod's own win
   */
  Map<String, String> resolve(Map<String, String> given) throws NotYetException {
    var container = pod.getSpec().getContainers().getFirst();
    var values = new LinkedHashMap<>(given);
    for (var source : container.getEnvFrom()) {
      all(source).forEach((key, value) -> values.put(orEmpty(source.getPrefix()) + key, value));
    }
    for (var variable : container.getEnv()) {
      value(variable, values).ifPresent(value -> values.put(variable.getName(), value));
    }
    return values;
  }

  private Optional<String> value(EnvVar variable, Map<String, String> known)
      throws NotYetException {
    var source = variable.getValueFrom();
    return source == null
        ? Optional.of(paths.rewrite(Expansion.expand(orEmpty(variable.getValue()), known)))
        : value(source);
  }

  private Optional<String> value(EnvVarSource source) throws NotYetException {
    if (source.getFieldRef() != null) {
      return PodField.of(pod, source.getFieldRef().getFieldPath());
    }
    if (source.getConfigMapKeyRef() != null) {
      var ref = source.getConfigMapKeyRef();
      return key("ConfigMap", ref.getName(), ref.getKey(), ref.getOptional());
    }
    var ref = source.getSecretKeyRef();
    return key("Secret", ref.getName(), ref.getKey(), ref.getOptional());
  }

  private Optional<String> key(String kind, String name, String key, @Nullable Boolean optional)
      throws NotYetException {
    var value = content(kind, name).flatMap(content -> Optional.ofNullable(content.get(key)));
    if (value.isEmpty() && !Boolean.TRUE.equals(optional)) {
      throw NotYetException.missing("%s %s has no key %s".formatted(kind, name, key));
    }
    return value.map(PodEnvironment::text);
  }

  private Map<String, String> all(EnvFromSource source) throws NotYetException {
    var config = source.getConfigMapRef();
    var kind = config != null ? "ConfigMap" : "Secret";
    var name = config != null ? config.getName() : source.getSecretRef().getName();
    var optional = config != null ? config.getOptional() : source.getSecretRef().getOptional();
    var content = content(kind, name);
    if (content.isEmpty() && !Boolean.TRUE.equals(optional)) {
      throw NotYetException.missing("%s %s does not exist".formatted(kind, name));
    }
    var values = new LinkedHashMap<String, String>();
    content.orElse(Map.of()).forEach((key, bytes) -> values.put(key, text(bytes)));
    return values;
  }

  private Optional<Map<String, byte[]>> content(String kind, String name) throws NotYetException {
    var namespace = pod.getMetadata().getNamespace();
    return kind.equals("Secret")
        ? objects.secret(namespace, name)
        : objects.configMap(namespace, name);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
