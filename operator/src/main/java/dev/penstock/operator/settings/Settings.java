package dev.penstock.operator.settings;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings of one operator.
 *
 * @param namespaces that are watched; empty: all
 * @param healthAddress to which the health endpoint binds
 * @param healthPort of the health endpoint; 0: none
 * @param instance the name of this process, for people
 * @param election empty: this process is the only one
 * @param notifications how people are told of incidents
 */
public record Settings(
    RunnerImage runner,
    Set<String> namespaces,
    String healthAddress,
    int healthPort,
    String instance,
    Optional<Election> election,
    NotificationSettings notifications) {
  static final String RUNNER_IMAGE = "PENSTOCK_RUNNER_IMAGE";
  static final String PULL_POLICY = "PENSTOCK_RUNNER_IMAGE_PULL_POLICY";
  static final String NAMESPACES = "PENSTOCK_WATCH_NAMESPACES";
  static final String HEALTH_ADDRESS = "PENSTOCK_HEALTH_ADDRESS";
  static final String HEALTH_PORT = "PENSTOCK_HEALTH_PORT";
  static final String INSTANCE = "PENSTOCK_INSTANCE";

  private static final Set<String> PULL_POLICIES = Set.of("Always", "IfNotPresent", "Never");

  public Settings {
    namespaces = Set.copyOf(namespaces);
  }

  /** The settings of an operator that reads no Secret. */
  public Settings(
      RunnerImage runner,
      Set<String> namespaces,
      String healthAddress,
      int healthPort,
      String instance,
      Optional<Election> election) {
    this(
        runner,
        namespaces,
        healthAddress,
        healthPort,
        instance,
        election,
        NotificationSettings.none());
  }

  /** The settings of an operator that is alone. */
  public Settings(
      RunnerImage runner, Set<String> namespaces, String healthAddress, int healthPort) {
    this(runner, namespaces, healthAddress, healthPort, "penstock-operator", Optional.empty());
  }

  /**
   * {@return the settings of an environment}
   *
   * @throws IllegalArgumentException with the variable and what it takes
   */
  public static Settings of(Map<String, String> environment) {
    var image = environment.getOrDefault(RUNNER_IMAGE, "").strip();
    if (image.isEmpty()) {
      throw new IllegalArgumentException(
          RUNNER_IMAGE + " is not set. Name the image of the runner.");
    }
    var policy = environment.getOrDefault(PULL_POLICY, "IfNotPresent");
    if (!PULL_POLICIES.contains(policy)) {
      throw new IllegalArgumentException(
          "%s is %s. Write Always, IfNotPresent or Never.".formatted(PULL_POLICY, policy));
    }
    var host = environment.getOrDefault("HOSTNAME", "penstock-operator");
    var instance = environment.getOrDefault(INSTANCE, host);
    return new Settings(
        new RunnerImage(image, policy),
        names(environment.getOrDefault(NAMESPACES, "")),
        environment.getOrDefault(HEALTH_ADDRESS, "0.0.0.0"),
        port(environment.getOrDefault(HEALTH_PORT, "8080")),
        instance,
        ElectionSettings.of(environment, instance),
        NotificationSettings.of(environment));
  }

  private static Set<String> names(String list) {
    return Arrays.stream(list.split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      // The same answer as for a number out of range.
    }
    throw new IllegalArgumentException(
        "%s is %s. Write a port, or 0 for none.".formatted(HEALTH_PORT, text));
  }
}
