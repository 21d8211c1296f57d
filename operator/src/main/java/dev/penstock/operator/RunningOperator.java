package dev.penstock.operator;

import dev.penstock.operator.connection.ConnectionReconciler;
import dev.penstock.operator.event.Announcer;
import dev.penstock.operator.health.Answer;
import dev.penstock.operator.health.Standing;
import dev.penstock.operator.health.Vitals;
import dev.penstock.operator.leader.Leadership;
import dev.penstock.operator.leader.Term;
import dev.penstock.operator.metrics.Fleet;
import dev.penstock.operator.metrics.OperatorMetrics;
import dev.penstock.operator.metrics.RunsEnded;
import dev.penstock.operator.metrics.SlotsNotInTime;
import dev.penstock.operator.notify.Notifications;
import dev.penstock.operator.notify.NotifierReconciler;
import dev.penstock.operator.pipeline.PipelineReconciler;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.run.RecordReconciler;
import dev.penstock.operator.run.RunReconciler;
import dev.penstock.operator.settings.Settings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.ConfigurationService;
import java.time.Clock;
import java.util.Optional;

/**
 * The controllers, running: they act while this replica leads. Closing waits for reconciliations
 * under way, then hands the lease over.
 */
public final class RunningOperator implements AutoCloseable {
  private static final int THREADS = 8;

  private final Controllers controllers;
  private final ReconcileThreads threads;
  private final Wire wire;
  private final Optional<Leadership> leadership;
  private final Notifications notifications;

  private RunningOperator(
      Controllers controllers,
      ReconcileThreads threads,
      Wire wire,
      Optional<Leadership> leadership,
      Notifications notifications) {
    this.controllers = controllers;
    this.threads = threads;
    this.wire = wire;
    this.leadership = leadership;
    this.notifications = notifications;
  }

  /**
   * Starts the controllers; returns when their caches are filled.
   *
   * @param client has the wire in it; stays the caller's to close
   * @param lost called when this replica has acted and may not any more: it has to end the process
   */
  public static RunningOperator start(
      KubernetesClient client,
      Wire wire,
      OperatorMetrics metrics,
      Settings settings,
      Clock clock,
      Runnable lost) {
    var threads = new ReconcileThreads(THREADS, clock);
    var configuration =
        ConfigurationService.newOverriddenConfigurationService(override ->
            override
                .withKubernetesClient(client)
                .withMetrics(metrics.framework())
                .withExecutorService(threads.pool())
                .withConcurrentWorkflowExecutorThreads(THREADS)
                // One resource that can not be read must not stop all others.
                .withStopOnInformerErrorDuringStartup(false));
    var announcer =
        new Announcer(client, clock, settings.instance(), new RunsEnded(metrics.registry()));
    var notifications =
        new Notifications(
            client, settings.notifications(), wire.term()::runs, metrics.registry(), clock);
    var controllers = new Controllers(configuration, client, settings);
    controllers.add(
        new PipelineReconciler(
            settings.runner(),
            settings.telemetry(),
            clock,
            announcer,
            new SlotsNotInTime(metrics.registry()),
            notifications));
    controllers.add(new NotifierReconciler(notifications, announcer, clock));
    controllers.add(new RecordReconciler());
    controllers.add(new RunReconciler(client, clock, announcer));
    controllers.add(
        new ConnectionReconciler(client, settings.runner(), settings.checks(), clock, announcer));
    controllers.fillCaches();
    metrics.leads(wire.term()::runs);
    metrics.shows(
        () -> new Fleet(controllers.cached(EtlPipeline.class), controllers.cached(EtlRun.class)),
        settings.namedPipelines(),
        clock);
    notifications.start();
    var leadership =
        settings
            .election()
            .map(
                election -> Leadership.seek(client, election, wire.term(), controllers::act, lost));
    if (leadership.isEmpty()) {
      controllers.act();
    }
    return new RunningOperator(controllers, threads, wire, leadership, notifications);
  }

  /** {@return whether it is worth keeping} */
  public Answer live() {
    return vitals().live();
  }

  /** {@return whether it acts or waits for the lease as it should} */
  public Answer ready() {
    return vitals().ready();
  }

  /** {@return whether it is ready} */
  public boolean healthy() {
    return ready().ok();
  }

  /** {@return whether it acts} */
  public boolean leads() {
    return wire.term().runs();
  }

  @Override
  public void close() {
    // In this order: what has arrived can still be noted, and whoever takes the lease must find no
    // reconciliation of ours under way.
    notifications.close();
    controllers.stop();
    leadership.ifPresent(Leadership::close);
  }

  private Vitals vitals() {
    return new Vitals(
        controllers.informers(),
        threads.alive(),
        threads.stuck(),
        wire.calls().silentFor(),
        standing(wire.term()));
  }

  private Standing standing(Term term) {
    if (term.runs()) {
      return Standing.LEADS;
    }
    if (term.isOver()) {
      return Standing.LOST;
    }
    return leadership.filter(Leadership::isSeen).isPresent() ? Standing.WAITS : Standing.BLIND;
  }
}
