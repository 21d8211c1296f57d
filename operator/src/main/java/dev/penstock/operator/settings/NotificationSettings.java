package dev.penstock.operator.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How people are told of incidents.
 *
 * @param secrets that may be read for it, by namespace, as the chart's {@code
 *     notifications.secrets} names them
 * @param gathering how long a message waits for others of the same cause
 */
public record NotificationSettings(Map<String, Set<String>> secrets, Duration gathering) {
  static final String SECRETS = "PENSTOCK_NOTIFICATION_SECRETS";
  static final String GATHER = "PENSTOCK_NOTIFICATION_GATHER_SECONDS";
  private static final int LONGEST = 600;

  public NotificationSettings {
    secrets = Map.copyOf(secrets);
    if (gathering.isNegative() || gathering.toSeconds() > LONGEST) {
      throw new IllegalArgumentException("Messages wait for %s".formatted(gathering));
    }
  }

  /** {@return those of an operator that may read no Secret} */
  public static NotificationSettings none() {
    return new NotificationSettings(Map.of(), Duration.ofSeconds(15));
  }

  /**
   * {@return the settings of an environment; no Secret where none is named}
   *
   * @throws IllegalArgumentException with the variable and what it takes
   */
  static NotificationSettings of(Map<String, String> environment) {
    return new NotificationSettings(
        secrets(environment.getOrDefault(SECRETS, "").strip()),
        gathering(environment.getOrDefault(GATHER, "15").strip()));
  }

  private static Map<String, Set<String>> secrets(String text) {
    if (text.isEmpty()) {
      return Map.of();
    }
    try {
      var named = new TreeMap<String, Set<String>>();
      new ObjectMapper()
          .readValue(text, new TypeReference<Map<String, List<String>>>() {})
          .forEach((namespace, names) -> named.put(namespace, Set.copyOf(names)));
      return named;
    } catch (JsonProcessingException | NullPointerException wrong) {
      throw new IllegalArgumentException(
          "%s is not valid. Write names by namespace, as {\"shop\": [\"data-slack\"]}."
              .formatted(SECRETS),
          wrong);
    }
  }

  private static Duration gathering(String text) {
    if (text.matches("[0-9]{1,3}") && Integer.parseInt(text) <= LONGEST) {
      return Duration.ofSeconds(Integer.parseInt(text));
    }
    throw new IllegalArgumentException(
        "%s is %s. Write seconds from 0 to %d.".formatted(GATHER, text, LONGEST));
  }
}
