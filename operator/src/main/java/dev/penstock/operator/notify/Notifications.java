package dev.penstock.operator.notify;

import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.model.Connection;
import dev.penstock.api.validation.Checked;
import dev.penstock.api.validation.Validator;
import dev.penstock.operator.notify.Address.Lane;
import dev.penstock.operator.notify.channel.Channels;
import dev.penstock.operator.resource.EtlConnection;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.settings.NotificationSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Who is told of incidents, put together: what the reconcilers ask on their threads, and what is
 * sent on others.
 */
public final class Notifications implements AutoCloseable, Delivery.Listener {
  private static final Duration CONNECTING = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Clock clock;
  private final Outbox outbox;
  private final Attempts attempts = new Attempts();
  private final SecretDoor secrets;
  private final Delivery delivery;
  private final Validator validator = new Validator();
  private final Waker<EtlPipeline> pipelines;
  private final Waker<EtlConnection> connections;
  private final AtomicReference<Function<Lane, Optional<EtlConnection>>> directory =
      new AtomicReference<>(lane -> Optional.empty());

  /**
   * @param client stays the caller's to close
   * @param leads whether this process may act now
   */
  public Notifications(
      KubernetesClient client,
      NotificationSettings settings,
      BooleanSupplier leads,
      MeterRegistry meters,
      Clock clock) {
    this.clock = clock;
    this.outbox = new Outbox(Outbox.Pace.of(settings.gathering()), new SecureRandom());
    this.secrets = new SecretDoor(client, settings.secrets());
    this.pipelines = new Waker<>("notices", gone -> outbox.forget(gone.getMetadata().getUid()));
    this.connections = new Waker<>("deliveries", gone -> attempts.forget(lane(gone)));
    this.delivery =
        new Delivery(
            outbox,
            attempts,
            new Channels(CONNECTING, PATIENCE, clock),
            secrets,
            lane -> directory.get().apply(lane).flatMap(this::notifying),
            leads,
            meters,
            clock,
            this);
  }

  /** Begins to send. */
  public void start() {
    delivery.start();
  }

  /** {@return what is to be written of who has been told, once that status is} */
  public Account account(EtlPipeline pipeline, EtlPipelineStatus next) {
    return Account.of(pipeline, next, outbox, clock.instant());
  }

  /**
   * Hands over what is due.
   *
   * @param written the status as it stands on the resource
   * @return whether there was room for all; else it is to be offered again
   */
  public boolean offer(EtlPipeline pipeline, EtlPipelineStatus written) {
    var now = clock.instant();
    return outbox.offer(
        pipeline.getMetadata().getUid(),
        Objects.requireNonNullElse(written.notifications(), List.of()),
        Notices.due(pipeline, written, now),
        now);
  }

  /** {@return what wakes a pipeline when a message of it has arrived} */
  public EventSource<?, EtlPipeline> pipelineSource() {
    return pipelines;
  }

  EventSource<?, EtlConnection> connectionSource() {
    return connections;
  }

  /** Says where connections are found; without a request. */
  void directory(Function<ResourceID, Optional<EtlConnection>> cache) {
    directory.set(lane -> cache.apply(new ResourceID(lane.connection(), lane.namespace())));
  }

  SecretDoor secrets() {
    return secrets;
  }

  Attempts attempts() {
    return attempts;
  }

  void test(Lane lane, String id) {
    if (attempts.begin(lane, id)) {
      delivery.test(lane, id);
    }
  }

  void retry(Lane lane) {
    outbox.retry(lane.namespace(), lane.connection(), clock.instant());
  }

  Checked<Connection> checked(EtlConnection connection) {
    return validator.connection(connection.getMetadata().getName(), connection.getSpec());
  }

  private Optional<Connection.Notifying> notifying(EtlConnection connection) {
    return checked(connection) instanceof Checked.Valid<Connection>(Connection.Notifying notifying)
        ? Optional.of(notifying)
        : Optional.empty();
  }

  static Lane lane(EtlConnection connection) {
    return new Lane(connection.getMetadata().getNamespace(), connection.getMetadata().getName());
  }

  @Override
  public void arrived(Batch batch) {
    batch.notices().forEach(n -> pipelines.wake(n.key().namespace(), n.key().pipeline()));
  }

  @Override
  public void changed(Lane lane) {
    connections.wake(lane.namespace(), lane.connection());
  }

  @Override
  public void close() {
    delivery.close();
  }
}
