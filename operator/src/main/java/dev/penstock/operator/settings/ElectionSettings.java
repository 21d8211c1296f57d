package dev.penstock.operator.settings;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads {@link Election} from the environment: on when the process knows its namespace. */
final class ElectionSettings {
  static final String SWITCH = "PENSTOCK_LEADER_ELECTION";
  static final String NAMESPACE = "PENSTOCK_NAMESPACE";
  static final String LEASE = "PENSTOCK_LEASE_NAME";
  static final String DURATION = "PENSTOCK_LEASE_SECONDS";
  static final String DEADLINE = "PENSTOCK_RENEW_SECONDS";
  static final String PERIOD = "PENSTOCK_RETRY_SECONDS";

  private ElectionSettings() {}

  static Optional<Election> of(Map<String, String> environment, String instance) {
    var namespace = environment.getOrDefault(NAMESPACE, "").strip();
    return switch (environment.getOrDefault(SWITCH, namespace.isEmpty() ? "false" : "true")) {
      case "false" -> Optional.empty();
      case "true" -> Optional.of(election(environment, named(namespace), instance));
      case String other ->
          throw new IllegalArgumentException(
              "%s is %s. Write true or false.".formatted(SWITCH, other));
    };
  }

  private static Election election(
      Map<String, String> environment, String namespace, String instance) {
    try {
      return new Election(
          namespace,
          environment.getOrDefault(LEASE, "penstock-operator"),
          // Two pods on the host's network have one host name; a restarted container keeps its
          // pod's.
          instance + "_" + UUID.randomUUID(),
          seconds(environment, DURATION, 15),
          seconds(environment, DEADLINE, 10),
          seconds(environment, PERIOD, 2));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "%s Change %s, %s or %s.".formatted(wrong.getMessage(), DURATION, DEADLINE, PERIOD),
          wrong);
    }
  }

  private static String named(String namespace) {
    if (namespace.isEmpty()) {
      throw new IllegalArgumentException(
          "%s is true and %s is not set. Name the namespace of the lease."
              .formatted(SWITCH, NAMESPACE));
    }
    return namespace;
  }

  private static Duration seconds(Map<String, String> environment, String name, int usual) {
    var text = environment.get(name);
    try {
      return Duration.ofSeconds(text == null ? usual : Integer.parseInt(text));
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          "%s is %s, which is no number of seconds.".formatted(name, text), notANumber);
    }
  }
}
