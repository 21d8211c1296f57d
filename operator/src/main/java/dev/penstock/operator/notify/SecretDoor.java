package dev.penstock.operator.notify;

import dev.penstock.operator.notify.channel.Keys;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The only way to a Secret: those that the chart names, read for one letter, kept nowhere and never
 * shown.
 */
final class SecretDoor {
  private static final int FORBIDDEN = 403;

  private final KubernetesClient client;
  private final Map<String, Set<String>> allowed;

  /**
   * @param allowed names by namespace, as the chart's {@code notifications.secrets}
   */
  SecretDoor(KubernetesClient client, Map<String, Set<String>> allowed) {
    this.client = client;
    this.allowed = Map.copyOf(allowed);
  }

  /** What is behind it. */
  sealed interface Opened {
    /** The values. */
    record Values(Keys keys) implements Opened {}

    /** Nothing that may be used. */
    record Shut(String reason, String message) implements Opened {}

    /** The API server did not answer. */
    record Unanswered() implements Opened {}
  }

  boolean allows(String namespace, String name) {
    return allowed.getOrDefault(namespace, Set.of()).contains(name);
  }

  /** {@return what to say of one that is not allowed} */
  static Opened.Shut notAllowed(String namespace, String name) {
    return new Opened.Shut(
        "NotifierNotAllowed",
        ("The operator may not read Secret %s of namespace %s. Add it to the chart's values:"
                + " notifications: {secrets: {%s: [%s]}}")
            .formatted(name, namespace, namespace, name));
  }

  Opened open(String namespace, String name) {
    if (!allows(namespace, name)) {
      return notAllowed(namespace, name);
    }
    try {
      var secret = client.secrets().inNamespace(namespace).withName(name).get();
      if (secret == null) {
        return new Opened.Shut(
            "SecretMissing",
            "Secret %s of namespace %s is not there. Create it.".formatted(name, namespace));
      }
      var values = new HashMap<String, String>();
      if (secret.getData() != null) {
        secret
            .getData()
            .forEach((key, value) ->
                values.put(
                    key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
      }
      return new Opened.Values(new Keys(name, values));
    } catch (KubernetesClientException refused) {
      return refused.getCode() == FORBIDDEN ? notAllowed(namespace, name) : new Opened.Unanswered();
    }
  }
}
