package dev.penstock.operator.it;

import static org.awaitility.Awaitility.await;

import dev.penstock.operator.RunningOperator;
import dev.penstock.operator.Wire;
import dev.penstock.operator.calls.ApiCalls;
import dev.penstock.operator.metrics.OperatorMetrics;
import dev.penstock.operator.resource.TolerantReading;
import dev.penstock.operator.settings.Election;
import dev.penstock.operator.settings.Settings;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * An operator for one namespace that may do there what it is given, and nothing anywhere else. It
 * counts what it is refused, as every operator does.
 */
final class LimitedOperator implements AutoCloseable {
  private static final KubernetesSerialization READING = TolerantReading.serialization();
  private static final String ACCOUNT = "limited";
  private static final String REFUSED = "403";

  private final OperatorMetrics metrics;
  private final KubernetesClient client;
  private final CompletableFuture<RunningOperator> started;

  private LimitedOperator(
      OperatorMetrics metrics,
      KubernetesClient client,
      CompletableFuture<RunningOperator> started) {
    this.metrics = metrics;
    this.client = client;
    this.started = started;
  }

  /** Begins to start one; without some rights it never ends doing so. */
  static LimitedOperator start(TestCluster cluster, String namespace, Collection<Right> rights) {
    grant(cluster.admin(), namespace, rights);
    var election =
        new Election(
            namespace,
            "penstock-operator",
            namespace,
            Duration.ofMinutes(10),
            Duration.ofMinutes(5),
            Duration.ofSeconds(1));
    var settings = TestOperator.settings(Optional.of(election), namespace);
    var metrics = new OperatorMetrics();
    var clock = Clock.systemUTC();
    var wire = Wire.of(settings, metrics, clock);
    var config = cluster.as(user(namespace));
    config.setOnlyHttpWatches(true);
    var client = wire.client().withKubernetesSerialization(READING).withConfig(config).build();
    var started = new CompletableFuture<RunningOperator>();
    Thread.ofVirtual()
        .name("start-" + namespace)
        .start(() -> start(started, client, wire, metrics, settings, clock));
    return new LimitedOperator(metrics, client, started);
  }

  private static void start(
      CompletableFuture<RunningOperator> started,
      KubernetesClient client,
      Wire wire,
      OperatorMetrics metrics,
      Settings settings,
      Clock clock) {
    try {
      started.complete(RunningOperator.start(client, wire, metrics, settings, clock, () -> {}));
    } catch (RuntimeException e) {
      started.completeExceptionally(e);
    }
  }

  private static void grant(KubernetesClient admin, String namespace, Collection<Right> rights) {
    admin
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withName(ACCOUNT)
                .withNamespace(namespace)
                .endMetadata()
                .withRules(rights.stream().map(Right::rule).toList())
                .build())
        .create();
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(ACCOUNT)
                .withNamespace(namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", ACCOUNT)
                .addNewSubject(null, "ServiceAccount", ACCOUNT, namespace)
                .build())
        .create();
    // The API server judges by a copy of its own, which has the binding a moment later.
    var one = rights.iterator().next();
    await("rights in " + namespace)
        .atMost(Duration.ofMinutes(1))
        .until(() -> one.isHeld(admin, user(namespace), namespace));
  }

  private static String user(String namespace) {
    return "system:serviceaccount:%s:%s".formatted(namespace, ACCOUNT);
  }

  /** {@return whether its caches are filled} */
  boolean hasStarted() {
    return started.isDone() && !started.isCompletedExceptionally();
  }

  boolean leads() {
    return hasStarted() && started.join().leads();
  }

  /** {@return how often it was told that it may not do something to that kind of object} */
  double refusals(String resource) {
    return metrics
        .registry()
        .find(ApiCalls.NAME)
        .tag("resource", resource)
        .tag("code", REFUSED)
        .counters()
        .stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  /** {@return how often it was refused anything at all} */
  double refusals() {
    return metrics.registry().find(ApiCalls.NAME).tag("code", REFUSED).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  /** {@return whether it asked for that and was not refused} */
  boolean wasAnswered(String resource) {
    return refusals(resource) == 0
        && metrics.registry().find(ApiCalls.NAME).tag("resource", resource).counters().stream()
            .anyMatch(counter -> counter.count() > 0);
  }

  /** Ends it; one that can not start is cut off. */
  @Override
  public void close() {
    if (hasStarted()) {
      started.join().close();
    }
    client.close();
    metrics.close();
  }
}
