package dev.penstock.operator.connection;

import dev.penstock.api.EtlConnectionStatus;
import dev.penstock.api.StatusCondition;
import dev.penstock.api.validation.Checked;
import dev.penstock.api.validation.Validator;
import dev.penstock.operator.event.Announcer;
import dev.penstock.operator.resource.EtlConnection;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.StatusPen;
import dev.penstock.operator.settings.Checks;
import dev.penstock.operator.settings.RunnerImage;
import dev.penstock.operator.status.ConnectionOutcome;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of a connection whether it is valid, who uses it, how many runs do, and what its last check
 * has found; has checks made. Pipelines do not depend on any of it.
 */
@ControllerConfiguration(name = "connections", fieldManager = "penstock")
public final class ConnectionReconciler implements Reconciler<EtlConnection> {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionReconciler.class);
  private static final int NOT_FOUND = 404;

  private final Validator validator = new Validator();
  private final Clock clock;
  private final RunsInUse runsInUse;
  private final Optional<Checking> checking;
  private final Announcer announcer;
  private final AtomicBoolean untold = new AtomicBoolean();

  /**
   * @param image in which the verb is
   * @param checks empty: none are made
   * @param announcer tells what a check found that the one before did not
   */
  public ConnectionReconciler(
      KubernetesClient client,
      RunnerImage image,
      Optional<Checks> checks,
      Clock clock,
      Announcer announcer) {
    this.clock = clock;
    this.runsInUse = new RunsInUse(clock);
    this.announcer = announcer;
    this.checking = checks.map(often -> new Checking(client, image, often, clock));
  }

  @Override
  public List<EventSource<?, EtlConnection>> prepareEventSources(
      EventSourceContext<EtlConnection> context) {
    return ConnectionEventSources.of(context);
  }

  @Override
  public UpdateControl<EtlConnection> reconcile(
      EtlConnection connection, Context<EtlConnection> context) {
    var metadata = connection.getMetadata();
    if (metadata.getDeletionTimestamp() != null) {
      return UpdateControl.noUpdate();
    }
    var kind = Optional.ofNullable(connection.getSpec()).flatMap(ConnectionKind::of);
    var pen = new StatusPen<>(connection, EtlConnection::withStatus, context);
    if (ConnectionKind.notifies(kind)) {
      // What is said of it is said by another; what was said of the kind that it had before goes.
      if (connection.getStatus() != null && connection.getStatus().usedByCount() != null) {
        pen.write(EtlConnectionStatus.ofKind(kind.orElse(null)));
      }
      return pen.done(false);
    }
    var jobs = ConnectionEventSources.jobs(connection, context);
    var users =
        UsedBy.pipelines(metadata.getName(), ConnectionEventSources.pipelines(connection, context));
    var runs =
        runsInUse.tell(
            metadata.getUid(),
            connection.getStatus() == null ? null : connection.getStatus().runs(),
            RunsInUse.count(metadata.getName(), connection.getSpec(), jobs));
    var outcome = new ConnectionOutcome(connection, clock.instant());
    var checked = validator.connection(metadata.getName(), connection.getSpec());
    var unchecked = unchecked(kind, outcome);
    var status =
        outcome.status(
            kind,
            checked,
            users.stream().map(user -> user.getMetadata().getName()).toList(),
            runs.text(),
            unchecked);
    try {
      if (checking.isEmpty() || unchecked.isPresent() || checked instanceof Checked.Invalid) {
        pen.write(status);
        return done(pen, runs.again());
      }
      var again = check(checking.get(), connection, status, outcome, jobs, users, pen);
      return done(
          pen, Stream.of(runs.again(), again).flatMap(Optional::stream).min(Instant::compareTo));
    } catch (KubernetesClientException refused) {
      if (!isOfOldDefinitions(refused)) {
        throw refused;
      }
      if (!untold.getAndSet(true)) {
        LOG.warn(
            "event=connections-not-told cause=\"the definition of EtlConnection is of an earlier"
                + " release\" next=\"upgrade penstock-crds, then restart the operator\"");
      }
      return UpdateControl.noUpdate();
    }
  }

  /** The status goes first: where it can not be written, checks would be made for ever. */
  private Optional<Instant> check(
      Checking checks,
      EtlConnection connection,
      EtlConnectionStatus status,
      ConnectionOutcome outcome,
      List<Job> jobs,
      List<EtlPipeline> users,
      StatusPen<EtlConnection, EtlConnectionStatus> pen) {
    var look = checks.look(connection, status, outcome, jobs);
    // Before the status, from which it follows: an operator that ends in between tells it again,
    // by the same name.
    ConnectionNews.of(connection.getStatus(), look.status())
        .forEach(news -> announcer.tell(connection, news));
    pen.write(look.status());
    if (look.due().isEmpty() || look.due().get().isAfter(clock.instant()) || pen.outdated()) {
      return look.due();
    }
    var next = checks.make(connection, look, outcome, jobs, users);
    pen.write(next.status());
    return next.again();
  }

  private Optional<StatusCondition> unchecked(Optional<String> kind, ConnectionOutcome outcome) {
    if (!ConnectionKind.isChecked(kind)) {
      return Optional.of(
          outcome.unchecked(
              "KindNotChecked",
              kind.map("Connections of kind %s are not checked."::formatted)
                  .orElse("The connection has no kind.")));
    }
    return checking.isEmpty()
        ? Optional.of(
            outcome.unchecked(
                "ChecksOff", "The operator makes no checks: checks.enabled of the chart is false."))
        : Optional.empty();
  }

  private UpdateControl<EtlConnection> done(
      StatusPen<EtlConnection, EtlConnectionStatus> pen, Optional<Instant> again) {
    if (pen.outdated()) {
      return pen.done(true);
    }
    UpdateControl<EtlConnection> control = UpdateControl.noUpdate();
    again
        .map(time -> Duration.between(clock.instant(), time).plusMillis(100))
        .map(wait -> wait.isPositive() ? wait : StatusPen.AT_ONCE)
        .ifPresent(control::rescheduleAfter);
    return control;
  }

  /** They have no status at all, or lack a field of it; or the connection has gone meanwhile. */
  private static boolean isOfOldDefinitions(KubernetesClientException refused) {
    return refused.getCode() == NOT_FOUND
        || String.valueOf(refused.getMessage()).contains("field not declared in schema");
  }
}
