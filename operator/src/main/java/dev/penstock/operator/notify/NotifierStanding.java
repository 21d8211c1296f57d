package dev.penstock.operator.notify;

import dev.penstock.api.EtlConnectionStatus;
import dev.penstock.api.NotifyTestStatus;
import dev.penstock.api.StatusCondition;
import dev.penstock.operator.connection.ConnectionKind;
import dev.penstock.operator.notify.channel.Sent;
import dev.penstock.operator.resource.EtlConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is said of a connection that notifies: a pure function of what was observed. */
final class NotifierStanding {
  static final String READY = "Ready";
  static final String DELIVERING = "Delivering";
  private static final int MESSAGE = 1000;

  private final EtlConnection connection;
  private final Instant now;

  NotifierStanding(EtlConnection connection, Instant now) {
    this.connection = connection;
    this.now = now;
  }

  /**
   * {@return the status}
   *
   * @param obstacle why it can not be used; empty: it can
   * @param newest what became of the newest message; empty: this process has sent none
   * @param test that was asked for last, if this process has sent it
   */
  EtlConnectionStatus status(
      Optional<SecretDoor.Opened.Shut> obstacle,
      Optional<Attempts.Attempt> newest,
      Optional<Attempts.Test> test) {
    var ready =
        obstacle
            .map(shut -> condition(READY, "False", shut.reason(), shut.message()))
            .orElseGet(() ->
                condition(READY, "True", "Allowed", "The operator may use what it needs to send."));
    return new EtlConnectionStatus(
        connection.getMetadata().getGeneration(),
        ConnectionKind.of(connection.getSpec()).orElse(null),
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(ready, newest.map(this::delivering).orElseGet(this::asBefore)),
        null,
        test.flatMap(this::tested)
            .orElseGet(() -> before().map(EtlConnectionStatus::notifyTest).orElse(null)));
  }

  private StatusCondition delivering(Attempts.Attempt attempt) {
    return switch (attempt.sent()) {
      case Sent.Delivered delivered ->
          condition(DELIVERING, "True", "Delivered", "The newest message has arrived.");
      case Sent.Later(var why, var after) ->
          condition(
              DELIVERING,
              "False",
              "NotDelivered",
              "The newest message has not arrived: %s. It is tried again.".formatted(why));
      case Sent.Refused(var reason, var why) ->
          condition(
              DELIVERING,
              "False",
              "Refused",
              ("The newest message was refused (%s): %s. Correct the connection or its Secret;"
                      + " penstock notify --test tries it.")
                  .formatted(reason, bare(why)));
    };
  }

  private static String bare(String why) {
    return why.endsWith(".") ? why.substring(0, why.length() - 1) : why;
  }

  private StatusCondition asBefore() {
    return known(DELIVERING)
        .map(was ->
            condition(
                DELIVERING,
                text(was.status(), "Unknown"),
                text(was.reason(), "NotTried"),
                text(was.message(), "")))
        .orElseGet(() ->
            condition(
                DELIVERING,
                "Unknown",
                "NotTried",
                "Nothing was sent yet; penstock notify --test tries it."));
  }

  private Optional<NotifyTestStatus> tested(Attempts.Test test) {
    return test.attempt()
        .map(attempt ->
            new NotifyTestStatus(
                test.id(),
                attempt.sent() instanceof Sent.Delivered ? "Delivered" : "Failed",
                attempt.sent() instanceof Sent.Delivered ? null : Attempts.why(attempt.sent()),
                attempt.at().truncatedTo(ChronoUnit.SECONDS).toString()));
  }

  private StatusCondition condition(String type, String status, String reason, String message) {
    var since =
        known(type)
            .filter(was -> status.equals(was.status()))
            .map(StatusCondition::lastTransitionTime)
            .filter(Objects::nonNull)
            .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
    return new StatusCondition(
        type,
        status,
        connection.getMetadata().getGeneration(),
        since,
        reason,
        message.length() <= MESSAGE ? message : message.substring(0, MESSAGE) + "...");
  }

  private Optional<StatusCondition> known(String type) {
    return before().map(EtlConnectionStatus::conditions).stream()
        .flatMap(List::stream)
        .filter(condition -> type.equals(condition.type()))
        .findFirst();
  }

  private Optional<EtlConnectionStatus> before() {
    return Optional.ofNullable(connection.getStatus());
  }

  private static String text(@Nullable String word, String absent) {
    return word == null ? absent : word;
  }
}
