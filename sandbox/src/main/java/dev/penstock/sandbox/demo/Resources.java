package dev.penstock.sandbox.demo;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Pipelines and runs as they stand on the API server: the demo knows only what anyone can see. */
final class Resources {
  private static final String VERSION = "penstock.dev/v1alpha1";
  private static final Set<String> ENDED =
      Set.of("Succeeded", "Failed", "Cancelled", "Superseded", "Unknown");

  private final KubernetesClient client;
  private final String namespace;
  private final PrintStream out;

  Resources(KubernetesClient client, String namespace, PrintStream out) {
    this.client = client;
    this.namespace = namespace;
    this.out = out;
  }

  void awaitReady(String pipeline) throws IOException {
    await(
        Duration.ofMinutes(2),
        "pipeline %s is Ready".formatted(pipeline),
        () -> ready(pipeline).filter(c -> "True".equals(c.get("status"))).map(c -> true));
  }

  /** The reason why a pipeline that is wrong on purpose is not ready; its message is shown. */
  String awaitRefusal(String pipeline) throws IOException {
    Map<?, ?> condition =
        await(
            Duration.ofMinutes(2),
            "pipeline %s is judged".formatted(pipeline),
            () -> ready(pipeline).filter(c -> !"Unknown".equals(c.get("status"))));
    out.printf("  %s: Ready=%s%n", pipeline, condition.get("status"));
    out.println(String.valueOf(condition.get("message")).indent(4).stripTrailing());
    return "False".equals(condition.get("status"))
        ? String.valueOf(condition.get("reason"))
        : "Ready";
  }

  /** The state in which a run ended; what it passes through is shown. */
  String awaitEnd(String run, Duration limit) throws IOException {
    String[] last = {""};
    return await(
        limit,
        "run %s has ended".formatted(run),
        () -> {
          String line = line(run);
          if (!line.equals(last[0])) {
            out.println("  " + run + ": " + line);
            out.flush();
            last[0] = line;
          }
          return Optional.of(state(status(get("EtlRun", run)))).filter(ENDED::contains);
        });
  }

  /** How many runs of a pipeline succeeded, at a moment when none is on its way. */
  long awaitQuiet(String pipeline) throws IOException {
    return await(
        Duration.ofMinutes(10),
        "pipeline %s rests".formatted(pipeline),
        () -> {
          List<String> states =
              client
                  .genericKubernetesResources(VERSION, "EtlRun")
                  .inNamespace(namespace)
                  .list()
                  .getItems()
                  .stream()
                  .filter(run -> pipeline.equals(run.get("spec", "pipeline")))
                  .map(run -> state(status(run)))
                  .toList();
          return ENDED.containsAll(states)
              ? Optional.of(states.stream().filter("Succeeded"::equals).count())
              : Optional.empty();
        });
  }

  private String line(String run) {
    Map<?, ?> status = status(get("EtlRun", run));
    StringBuilder line = new StringBuilder(state(status));
    for (String field : List.of("reason", "rows", "message")) {
      if (status.get(field) != null) {
        line.append(String.format(Locale.ROOT, ", %s: %s", field, status.get(field)));
      }
    }
    return line.toString();
  }

  private Optional<Map<?, ?>> ready(String pipeline) {
    return status(get("EtlPipeline", pipeline)).get("conditions") instanceof List<?> conditions
        ? conditions.stream()
            .<Map<?, ?>>mapMulti((condition, each) -> {
              if (condition instanceof Map<?, ?> map && "Ready".equals(map.get("type"))) {
                each.accept(map);
              }
            })
            .findFirst()
        : Optional.empty();
  }

  private @Nullable GenericKubernetesResource get(String kind, String name) {
    return client
        .genericKubernetesResources(VERSION, kind)
        .inNamespace(namespace)
        .withName(name)
        .get();
  }

  private static Map<?, ?> status(@Nullable GenericKubernetesResource resource) {
    return resource != null && resource.get("status") instanceof Map<?, ?> status
        ? status
        : Map.of();
  }

  private static String state(Map<?, ?> status) {
    Object state = status.get("state");
    return state == null ? "Queued" : state.toString();
  }

  private static <T> T await(Duration limit, String what, Supplier<Optional<T>> answer)
      throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<T> found = answer.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("Waited %d s in vain until %s".formatted(limit.toSeconds(), what));
      }
      try {
        Thread.sleep(Duration.ofMillis(500));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted while waiting until " + what, e);
      }
    }
  }
}
