package dev.penstock.operator.notify;

import dev.penstock.api.EtlConnectionStatus;
import dev.penstock.api.StatusCondition;
import dev.penstock.api.model.Connection;
import dev.penstock.api.validation.Checked;
import dev.penstock.operator.connection.ConnectionKind;
import dev.penstock.operator.event.Announcement;
import dev.penstock.operator.event.Announcement.Kind;
import dev.penstock.operator.event.Announcer;
import dev.penstock.operator.resource.EtlConnection;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.resource.StatusPen;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says of connections that notify whether they can, and tries them when asked; of others nothing.
 */
@ControllerConfiguration(name = "notifiers", fieldManager = "penstock-notify")
public final class NotifierReconciler implements Reconciler<EtlConnection> {
  private final Notifications notifications;
  private final Announcer announcer;
  private final Clock clock;

  public NotifierReconciler(Notifications notifications, Announcer announcer, Clock clock) {
    this.notifications = notifications;
    this.announcer = announcer;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, EtlConnection>> prepareEventSources(
      EventSourceContext<EtlConnection> context) {
    notifications.directory(context.getPrimaryCache()::get);
    return List.of(notifications.connectionSource());
  }

  @Override
  public UpdateControl<EtlConnection> reconcile(
      EtlConnection connection, Context<EtlConnection> context) {
    var kind = Optional.ofNullable(connection.getSpec()).flatMap(ConnectionKind::of);
    var pen = new StatusPen<>(connection, EtlConnection::withStatus, context);
    if (!ConnectionKind.notifies(kind)) {
      // What was said of the kind that it had before goes.
      if (known(connection, NotifierStanding.DELIVERING).isPresent()) {
        pen.write(EtlConnectionStatus.ofKind(kind.orElse(null)));
      }
      return pen.done(false);
    }
    var lane = Notifications.lane(connection);
    var before = connection.getStatus();
    // New or corrected: what was refused because of it need not wait.
    if (before == null
        || !Objects.equals(before.observedGeneration(), connection.getMetadata().getGeneration())) {
      notifications.retry(lane);
    }
    asked(connection).ifPresent(id -> notifications.test(lane, id));
    var attempts = notifications.attempts();
    var status =
        new NotifierStanding(connection, clock.instant())
            .status(obstacle(connection), attempts.newest(lane), attempts.test(lane));
    tell(connection, status);
    pen.write(status);
    // Nobody wakes us for an annotation that came while the status was written (StatusPen).
    return pen.done(!wanted(pen.current()).equals(wanted(connection)));
  }

  /** {@return the test that was asked for and not answered yet} */
  private static Optional<String> asked(EtlConnection connection) {
    var answered = connection.getStatus() == null ? null : connection.getStatus().notifyTest();
    return wanted(connection)
        .filter(text -> text.matches("[A-Za-z0-9-]{1,64}"))
        .filter(text -> answered == null || !text.equals(answered.id()));
  }

  private static Optional<String> wanted(EtlConnection connection) {
    return Optional.ofNullable(connection.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(Marks.NOTIFY_TEST));
  }

  private Optional<SecretDoor.Opened.Shut> obstacle(EtlConnection connection) {
    var namespace = connection.getMetadata().getNamespace();
    return switch (notifications.checked(connection)) {
      case Checked.Invalid<Connection>(var findings) ->
          Optional.of(
              new SecretDoor.Opened.Shut(
                  "InvalidSpec",
                  findings.stream()
                      .limit(5)
                      .map(finding -> finding.line())
                      .collect(Collectors.joining("\n"))));
      case Checked.Valid<Connection>(var valid) ->
          valid
              .secret()
              .filter(name -> !notifications.secrets().allows(namespace, name))
              .map(name -> SecretDoor.notAllowed(namespace, name));
    };
  }

  /** What has turned bad since the observed status, before the status is written. */
  private void tell(EtlConnection connection, EtlConnectionStatus status) {
    for (var condition :
        Objects.requireNonNullElse(status.conditions(), List.<StatusCondition>of())) {
      var was = known(connection, String.valueOf(condition.type()));
      if ("False".equals(condition.status())
          && was.filter(known -> Objects.equals(known.message(), condition.message())).isEmpty()) {
        var reason = String.valueOf(condition.reason());
        announcer.tell(
            connection,
            new Announcement(
                Kind.WARNING,
                reason,
                String.valueOf(condition.message()),
                condition.lastTransitionTime() + "/" + condition.message()));
      }
    }
  }

  private static Optional<StatusCondition> known(EtlConnection connection, String type) {
    return Optional.ofNullable(connection.getStatus()).map(EtlConnectionStatus::conditions).stream()
        .flatMap(List::stream)
        .filter(condition -> type.equals(condition.type()))
        .findFirst();
  }
}
