package dev.penstock.operator.notify;

import dev.penstock.api.model.Connection;
import dev.penstock.operator.notify.Address.Lane;
import dev.penstock.operator.notify.channel.Channels;
import dev.penstock.operator.notify.channel.Keys;
import dev.penstock.operator.notify.channel.Letter;
import dev.penstock.operator.notify.channel.Sent;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the outbox says is to go: a timer looks, a thread of its own carries each message, and
 * a connection carries one at a time, so one that hangs holds up no other. Only while this process
 * leads.
 */
final class Delivery implements AutoCloseable {
  /** Counter of tries by {@code kind} of connection and {@code result}. */
  static final String METER = "penstock.notifications";

  private static final Logger log = LoggerFactory.getLogger(Delivery.class);
  private static final Duration TICK = Duration.ofMillis(500);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Outbox outbox;
  private final Attempts attempts;
  private final Channels channels;
  private final SecretDoor secrets;
  private final Function<Lane, Optional<Connection.Notifying>> connections;
  private final BooleanSupplier leads;
  private final MeterRegistry meters;
  private final Clock clock;
  private final Listener listener;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("notify-timer").factory());
  private final ExecutorService carriers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("notify-", 0).factory());

  /** Learns what became of messages. */
  interface Listener {
    /** A message of these pipelines arrived. */
    void arrived(Batch batch);

    /** Something else became of the newest message of a connection than of the one before. */
    void changed(Lane lane);
  }

  Delivery(
      Outbox outbox,
      Attempts attempts,
      Channels channels,
      SecretDoor secrets,
      Function<Lane, Optional<Connection.Notifying>> connections,
      BooleanSupplier leads,
      MeterRegistry meters,
      Clock clock,
      Listener listener) {
    this.outbox = outbox;
    this.attempts = attempts;
    this.channels = channels;
    this.secrets = secrets;
    this.connections = connections;
    this.leads = leads;
    this.meters = meters;
    this.clock = clock;
    this.listener = listener;
    // A series that begins with its first failure has no rate.
    for (var kind : List.of("slack", "teams", "email", "pagerduty", "webhook")) {
      for (var result : List.of("delivered", "later", "refused")) {
        meters.counter(METER, "kind", kind, "result", result);
      }
    }
  }

  void start() {
    var unused =
        timer.scheduleWithFixedDelay(
            this::look, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Sends a test; its outcome is among the attempts. */
  void test(Lane lane, String id) {
    carriers.execute(() -> {
      var letter = Wording.test(lane.namespace(), lane.connection(), id, clock.instant());
      var sent = send(lane, letter);
      var now = clock.instant();
      attempts.end(lane, id, sent, now);
      attempts.note(lane, sent, now);
      if (sent instanceof Sent.Delivered) {
        outbox.retry(lane.namespace(), lane.connection(), now);
      }
      listener.changed(lane);
    });
  }

  /** An exception would end the timer. */
  private void look() {
    try {
      if (leads.getAsBoolean()) {
        outbox.due(clock.instant()).forEach(batch -> carriers.execute(() -> carry(batch)));
      }
    } catch (RuntimeException ending) {
      log.warn("event=notify-not-looked cause={}", ending.toString());
    }
  }

  private void carry(Batch batch) {
    var lane = batch.first().address().lane();
    var sent = send(lane, Wording.letter(batch, clock.instant()));
    var now = clock.instant();
    outbox.done(batch, sent, now);
    if (attempts.note(lane, sent, now)) {
      listener.changed(lane);
    }
    if (sent instanceof Sent.Delivered) {
      listener.arrived(batch);
    }
  }

  private Sent send(Lane lane, Letter letter) {
    var kind = "none";
    Sent sent;
    try {
      var connection = connections.apply(lane);
      kind = connection.map(known -> known.notifier().kind()).orElse(kind);
      sent = send(lane, connection, letter);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      sent = new Sent.Later("the operator ends", Optional.empty());
    } catch (RuntimeException bug) {
      // Its words may hold what the receiver or the Secret said.
      log.error("event=notify-broke lane={} class={}", lane, bug.getClass().getName());
      sent =
          new Sent.Later(
              "the operator could not send it; its log has the details", Optional.empty());
    }
    var result =
        switch (sent) {
          case Sent.Delivered delivered -> "delivered";
          case Sent.Later later -> "later";
          case Sent.Refused refused -> "refused";
        };
    meters.counter(METER, "kind", kind, "result", result).increment();
    log.info(
        "event=notify kind={} result={} namespace={} connection={} message={} id={} pipelines={}{}",
        kind,
        result,
        lane.namespace(),
        lane.connection(),
        letter.kind().word(),
        letter.id(),
        letter.pipelines().size(),
        sent instanceof Sent.Delivered ? "" : " why=\"" + Attempts.why(sent) + "\"");
    return sent;
  }

  private Sent send(Lane lane, Optional<Connection.Notifying> connection, Letter letter)
      throws InterruptedException {
    if (connection.isEmpty()) {
      return new Sent.Refused(
          "ConnectionMissing", "the connection is not there, not valid, or of another kind");
    }
    var notifying = connection.get();
    if (notifying.secret().isEmpty()) {
      return channels.to(notifying.notifier(), new Keys("", Map.of())).send(letter);
    }
    return switch (secrets.open(lane.namespace(), notifying.secret().get())) {
      case SecretDoor.Opened.Values(var keys) ->
          channels.to(notifying.notifier(), keys).send(letter);
      case SecretDoor.Opened.Shut(var reason, var message) -> new Sent.Refused(reason, message);
      case SecretDoor.Opened.Unanswered() ->
          new Sent.Later("the API server does not give the Secret", Optional.empty());
    };
  }

  /** What is under way gets a moment to end: cut off, it would be sent again by the next leader. */
  @Override
  public void close() {
    timer.shutdownNow();
    carriers.shutdown();
    try {
      if (!carriers.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        carriers.shutdownNow();
      }
    } catch (InterruptedException impatient) {
      carriers.shutdownNow();
      Thread.currentThread().interrupt();
    }
    channels.close();
  }
}
