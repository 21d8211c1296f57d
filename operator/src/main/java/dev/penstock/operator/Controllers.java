package dev.penstock.operator;

import dev.penstock.operator.health.Vitals;
import dev.penstock.operator.settings.Settings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.ConfigurationService;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The controllers of one process, whose caches are filled before they may act.
 *
 * <p>The framework's {@code Operator} knows both steps too, but parts them only for an election of
 * its own, which neither hands over nor ends in time (docs/decisions/0020).
 */
final class Controllers {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final ConfigurationService configuration;
  private final KubernetesClient client;
  private final Settings settings;
  private final List<Controller<?>> controllers = new ArrayList<>();

  Controllers(ConfigurationService configuration, KubernetesClient client, Settings settings) {
    this.configuration = configuration;
    this.client = client;
    this.settings = settings;
  }

  <R extends HasMetadata> void add(Reconciler<R> reconciler) {
    var annotated = configuration.getConfigurationFor(reconciler);
    var override = ControllerConfigurationOverrider.override(annotated);
    override.withRetry(
        new GenericRetry()
            .withoutMaxAttempts()
            .setInitialInterval(FIRST_RETRY)
            .setIntervalMultiplier(2)
            .setMaxInterval(LONGEST_RETRY.toMillis()));
    // A status that another wrote, by hand or late, is derived again; ours wake nobody.
    override.withGenerationAware(
        !CustomResource.class.isAssignableFrom(annotated.getResourceClass()));
    if (!settings.namespaces().isEmpty()) {
      override.settingNamespaces(settings.namespaces());
    }
    controllers.add(new Controller<>(reconciler, override.build(), client));
  }

  /** Returns when the caches are filled, or when that takes too long: it then goes on by itself. */
  void fillCaches() {
    each("fill", controller -> controller.start(false));
  }

  /** Reconciles everything, and from then on whatever changes. */
  void act() {
    each("start", Controller::startEventProcessing);
  }

  /** Ends; waits for reconciliations under way. */
  void stop() {
    each("stop", Controller::stop);
    configuration.getExecutorServiceManager().stop(GRACE);
  }

  /** {@return the resources of that kind that its controller has in its cache} */
  <R extends HasMetadata> List<R> cached(Class<R> kind) {
    return controllers.stream()
        .filter(controller -> controller.getConfiguration().getResourceClass() == kind)
        .flatMap(controller ->
            controller.getEventSourceManager().getControllerEventSource().list(any -> true))
        .map(kind::cast)
        .toList();
  }

  List<Vitals.Informer> informers() {
    var all = new ArrayList<Vitals.Informer>();
    for (var controller : controllers) {
      var name = controller.getConfiguration().getName();
      var sources = controller.getControllerHealthInfo().informerEventSourceHealthIndicators();
      for (Map.Entry<String, InformerWrappingEventSourceHealthIndicator> each :
          sources.entrySet()) {
        InformerWrappingEventSourceHealthIndicator<?> source = each.getValue();
        for (var informer : source.informerHealthIndicators().values()) {
          all.add(
              new Vitals.Informer(
                  name + "/" + each.getKey(), informer.isRunning(), informer.hasSynced()));
        }
      }
    }
    return all;
  }

  private void each(String what, Consumer<Controller<?>> act) {
    configuration
        .getExecutorServiceManager()
        .boundedExecuteAndWaitForAllToComplete(
            controllers.stream(),
            controller -> {
              act.accept(controller);
              return null;
            },
            controller -> what + "-" + controller.getConfiguration().getName());
  }
}
