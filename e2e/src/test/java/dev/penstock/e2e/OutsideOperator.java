package dev.penstock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.sandbox.demo.Kubectl;
import dev.penstock.sandbox.kubernetes.Cluster;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The installed operator as a process beside the node, so that it outlives it: a cluster has one
 * node here, and an operator on a node without power can tell nothing.
 */
record OutsideOperator(Process process) implements AutoCloseable {
  private static final String SYSTEM = "penstock-system";
  private static final String NAME = "penstock";
  private static final String LOG = "outside-operator.log";
  private static final int LINES = 60;

  /** Ends the one in the cluster first. */
  static OutsideOperator insteadOfTheOneIn(Cluster cluster, Kubectl kubectl, Path home, Path logs)
      throws IOException, InterruptedException {
    var environment = environment(cluster);
    kubectl.run("-n", SYSTEM, "scale", "deployment", NAME, "--replicas=0");
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() ->
            assertThat(cluster.client().pods().inNamespace(SYSTEM).list().getItems()).isEmpty());
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.penstock.operator.Main")
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(logs.resolve(LOG).toFile());
    builder.environment().putAll(environment);
    return new OutsideOperator(builder.start());
  }

  /** {@return the last that it said; nothing if it never ran} */
  static List<String> tail(Path logs) {
    try {
      Path log = logs.resolve(LOG);
      List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
      return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
    } catch (IOException e) {
      return List.of("The operator's log can not be read: " + e);
    }
  }

  private static Map<String, String> environment(Cluster cluster) {
    var deployment = cluster.client().apps().deployments().inNamespace(SYSTEM).withName(NAME).get();
    var environment = new HashMap<String, String>();
    List<EnvVar> variables =
        deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv();
    for (EnvVar variable : variables) {
      if (variable.getValueFrom() == null) {
        environment.put(variable.getName(), Objects.requireNonNullElse(variable.getValue(), ""));
      } else if (variable.getValueFrom().getFieldRef() != null) {
        boolean namespace =
            variable.getValueFrom().getFieldRef().getFieldPath().equals("metadata.namespace");
        environment.put(variable.getName(), namespace ? SYSTEM : "outside");
      }
    }
    environment.put("KUBECONFIG", cluster.kubeconfig().toString());
    // With the chart's rights, and by the name that its policies know.
    environment.put(
        "KUBERNETES_IMPERSONATE_USERNAME", "system:serviceaccount:penstock-system:penstock");
    return environment;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
