package dev.penstock.operator.notify;

import dev.penstock.api.NotificationStep;
import dev.penstock.api.NotifyEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A message that is due: of one pipeline, to one notifier, about one thing.
 *
 * @param key whose it is: a later message of the same key takes its place
 * @param incident its id
 * @param number of a reminder, from 1; of every other message 0
 * @param reason in CamelCase
 * @param sentence what is wrong now; empty where nothing is any more
 * @param until when it was over; empty: it goes on
 * @param zone of the pipeline's schedule
 * @param connections that the pipeline's runs open
 * @param thread that it belongs to
 */
record Notice(
    Key key,
    Address address,
    String incident,
    NotificationStep step,
    int number,
    String reason,
    String sentence,
    Instant since,
    Optional<Instant> until,
    ZoneId zone,
    Set<String> connections,
    Optional<String> thread) {
  Notice {
    Objects.requireNonNull(key);
    connections = Set.copyOf(connections);
  }

  /** Whose a message is. */
  record Key(String namespace, String pipeline, String uid, String entry, NotifyEvent event) {}

  /** {@return whether this is the same message} */
  boolean is(Notice other) {
    return incident.equals(other.incident) && step == other.step && number == other.number;
  }

  /** {@return whether one message may speak of both, as far as their connections allow it} */
  boolean alike(Notice other) {
    return address.equals(other.address)
        && key.event() == other.key.event()
        && step == other.step
        && reason.equals(other.reason)
        && thread.equals(other.thread);
  }
}
