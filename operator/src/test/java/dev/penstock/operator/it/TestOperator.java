package dev.penstock.operator.it;

import dev.penstock.operator.RunningOperator;
import dev.penstock.operator.Wire;
import dev.penstock.operator.metrics.OperatorMetrics;
import dev.penstock.operator.resource.TolerantReading;
import dev.penstock.operator.settings.Election;
import dev.penstock.operator.settings.RunnerImage;
import dev.penstock.operator.settings.Settings;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** An operator that reaches the API server through a proxy of its own, so that it can be killed. */
final class TestOperator implements AutoCloseable {
  /** Learning how to read Kubernetes costs more than all else that a start does. */
  private static final KubernetesSerialization READING = TolerantReading.serialization();

  private final ApiProxy proxy;
  private final OperatorMetrics metrics;
  private final KubernetesClient client;
  private final RunningOperator running;
  private final CountDownLatch lost;

  private TestOperator(
      ApiProxy proxy,
      OperatorMetrics metrics,
      KubernetesClient client,
      RunningOperator running,
      CountDownLatch lost) {
    this.proxy = proxy;
    this.metrics = metrics;
    this.client = client;
    this.running = running;
    this.lost = lost;
  }

  /** {@return the settings of an operator for these namespaces; none: all} */
  static Settings settings(Optional<Election> election, String... namespaces) {
    return new Settings(
        new RunnerImage("penstock.local/runner:it", "IfNotPresent"),
        Set.of(namespaces),
        "",
        0,
        "operator-it",
        election);
  }

  /** Starts one; returns when its caches are filled. */
  static TestOperator start(
      TestCluster cluster, Settings settings, Function<ApiRequest, Fate> fates) {
    return start(ApiProxy.start(cluster.account(), fates), cluster.account(), settings);
  }

  static TestOperator start(ApiProxy proxy, Config config, Settings settings) {
    config.setMasterUrl(proxy.url());
    config.setOnlyHttpWatches(true);
    config.setHttp2Disable(true);
    var metrics = new OperatorMetrics();
    var clock = Clock.systemUTC();
    var wire = Wire.of(settings, metrics, clock);
    var client = wire.client().withKubernetesSerialization(READING).withConfig(config).build();
    var lost = new CountDownLatch(1);
    var running = RunningOperator.start(client, wire, metrics, settings, clock, lost::countDown);
    return new TestOperator(proxy, metrics, client, running, lost);
  }

  ApiProxy proxy() {
    return proxy;
  }

  RunningOperator running() {
    return running;
  }

  OperatorMetrics metrics() {
    return metrics;
  }

  /** {@return whether it was told to end its process} */
  boolean hasLost() {
    return lost.getCount() == 0;
  }

  /** It is gone from one moment to the next: nothing of it reaches the API server any more. */
  void kill() {
    proxy.close();
    client.close();
  }

  /** Ends it in good order. */
  @Override
  public void close() {
    running.close();
    client.close();
    proxy.close();
    metrics.close();
  }
}
