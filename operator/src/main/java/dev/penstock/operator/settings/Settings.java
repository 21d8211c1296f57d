package dev.penstock.operator.settings;

import java.time.Duration;
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
 * @param telemetry where runs tell lineage and traces
 * @param namedPipelines how many pipelines the metrics show by name; 0 or more
 * @param checks of connections; empty: none
 * @param notifications how people are told of incidents
 */
public record Settings(
    RunnerImage runner,
    Set<String> namespaces,
    String healthAddress,
    int healthPort,
    String instance,
    Optional<Election> election,
    RunnerTelemetry telemetry,
    int namedPipelines,
    Optional<Checks> checks,
    NotificationSettings notifications) {
  static final String RUNNER_IMAGE = "PENSTOCK_RUNNER_IMAGE";
  static final String PULL_POLICY = "PENSTOCK_RUNNER_IMAGE_PULL_POLICY";
  static final String NAMESPACES = "PENSTOCK_WATCH_NAMESPACES";
  static final String HEALTH_ADDRESS = "PENSTOCK_HEALTH_ADDRESS";
  static final String HEALTH_PORT = "PENSTOCK_HEALTH_PORT";
  static final String INSTANCE = "PENSTOCK_INSTANCE";
  static final String CHECK_INTERVAL = "PENSTOCK_CHECK_INTERVAL_SECONDS";
  static final String CHECK_DELAY = "PENSTOCK_CHECK_DELAY_SECONDS";
  static final String NAMED_PIPELINES = "PENSTOCK_METRICS_PIPELINES";

  private static final int SOME_PIPELINES = 500;
  private static final int MOST_PIPELINES = 10_000;

  private static final Set<String> PULL_POLICIES = Set.of("Always", "IfNotPresent", "Never");

  public Settings {
    namespaces = Set.copyOf(namespaces);
  }

  /**
   * Of one whose runs tell nobody and that checks no connections, with the usual number of
   * pipelines in its metrics.
   */
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
        RunnerTelemetry.NONE,
        SOME_PIPELINES,
        Optional.empty(),
        NotificationSettings.none());
  }

  /** The settings of an operator that is alone. */
  public Settings(
      RunnerImage runner, Set<String> namespaces, String healthAddress, int healthPort) {
    this(runner, namespaces, healthAddress, healthPort, "penstock-operator", Optional.empty());
  }

  /** {@return the same with checks of connections} */
  public Settings with(Checks checks) {
    return new Settings(
        runner,
        namespaces,
        healthAddress,
        healthPort,
        instance,
        election,
        telemetry,
        namedPipelines,
        Optional.of(checks),
        notifications);
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
        RunnerTelemetry.of(environment),
        pipelines(environment.getOrDefault(NAMED_PIPELINES, Integer.toString(SOME_PIPELINES))),
        checks(environment),
        NotificationSettings.of(environment));
  }

  private static Optional<Checks> checks(Map<String, String> environment) {
    var interval = seconds(environment, CHECK_INTERVAL, Checks.DAILY.interval());
    var delay = seconds(environment, CHECK_DELAY, Checks.DAILY.delay());
    if (interval.isZero()) {
      return Optional.empty();
    }
    if (interval.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException(
          "%s is %d. Write at least 60, or 0 for no checks."
              .formatted(CHECK_INTERVAL, interval.toSeconds()));
    }
    return Optional.of(new Checks(interval, delay));
  }

  private static Duration seconds(
      Map<String, String> environment, String name, Duration unwritten) {
    var text = environment.get(name);
    if (text == null || text.isBlank()) {
      return unwritten;
    }
    if (!text.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException("%s is %s. Write seconds.".formatted(name, text));
    }
    return Duration.ofSeconds(Long.parseLong(text));
  }

  private static Set<String> names(String list) {
    return Arrays.stream(list.split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static int pipelines(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 0 && number <= MOST_PIPELINES) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // The same answer as for a number out of range.
    }
    throw new IllegalArgumentException(
        "%s is %s. Write a number from 0 to %d.".formatted(NAMED_PIPELINES, text, MOST_PIPELINES));
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
