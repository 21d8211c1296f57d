package dev.penstock.operator.metrics;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** All meters of one operator; whoever makes it closes it. */
public final class OperatorMetrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** Begins to measure the process itself. */
  public OperatorMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    var version = OperatorMetrics.class.getPackage().getImplementationVersion();
    Gauge.builder("penstock.build.info", () -> 1)
        .description("Always 1; the version is a label")
        .tag("version", Objects.requireNonNullElse(version, "development"))
        .register(registry);
  }

  /** {@return where others register theirs} */
  public MeterRegistry registry() {
    return registry;
  }

  /** {@return what the framework reports to: per controller, never per resource} */
  public Metrics framework() {
    return MicrometerMetricsV2.newBuilder(registry).build();
  }

  /** Shows whether this process leads. */
  public void leads(BooleanSupplier leads) {
    Gauge.builder("penstock.leader", () -> leads.getAsBoolean() ? 1 : 0)
        .description("1 in the replica that acts")
        .register(registry);
  }

  /**
   * Shows pipelines and runs as they are at each scrape.
   *
   * @param named how many pipelines are shown by name; the others are shown together
   */
  public void shows(Supplier<Fleet> fleet, int named, Clock clock) {
    registry.getPrometheusRegistry().register(new FleetCollector(fleet, named, clock));
  }

  /** {@return all meters in the text format of Prometheus} */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    registry.close();
  }
}
