package dev.penstock.operator;

import dev.penstock.operator.event.Announcer;
import dev.penstock.operator.pipeline.PipelineReconciler;
import dev.penstock.operator.run.RecordReconciler;
import dev.penstock.operator.run.RunReconciler;
import dev.penstock.operator.settings.Settings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Clock;
import java.time.Duration;

/** The three controllers, running. Closing waits for reconciliations under way. */
public final class RunningOperator implements AutoCloseable {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int THREADS = 8;

  private final Operator operator;

  private RunningOperator(Operator operator) {
    this.operator = operator;
  }

  /**
   * Starts the controllers; returns when their caches are filled.
   *
   * @param client stays the caller's to close
   */
  public static RunningOperator start(KubernetesClient client, Settings settings, Clock clock) {
    var operator =
        new Operator(override ->
            override
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withConcurrentReconciliationThreads(THREADS)
                .withConcurrentWorkflowExecutorThreads(THREADS)
                .withReconciliationTerminationTimeout(GRACE)
                // One resource that can not be read must not stop all others.
                .withStopOnInformerErrorDuringStartup(false));
    var instance = System.getenv().getOrDefault("HOSTNAME", "penstock-operator");
    var announcer = new Announcer(client, clock, instance);
    register(operator, new PipelineReconciler(settings.runner(), clock, announcer), settings);
    register(operator, new RecordReconciler(), settings);
    register(operator, new RunReconciler(client, clock, announcer), settings);
    operator.start();
    return new RunningOperator(operator);
  }

  /** {@return whether every informer watches} */
  public boolean healthy() {
    return operator.getRuntimeInfo().isStarted()
        && operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  @Override
  public void close() {
    operator.stop();
  }

  private static <R extends HasMetadata> void register(
      Operator operator, Reconciler<R> reconciler, Settings settings) {
    operator.register(
        reconciler,
        override -> {
          override.withRetry(
              new GenericRetry()
                  .withoutMaxAttempts()
                  .setInitialInterval(FIRST_RETRY)
                  .setIntervalMultiplier(2)
                  .setMaxInterval(LONGEST_RETRY.toMillis()));
          if (!settings.namespaces().isEmpty()) {
            override.settingNamespaces(settings.namespaces());
          }
        });
  }
}
