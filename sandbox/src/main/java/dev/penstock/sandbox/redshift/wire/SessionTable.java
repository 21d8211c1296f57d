package dev.penstock.sandbox.redshift.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The sessions that run, by what a request to cancel one must say. Threads share it. */
final class SessionTable {
  private final int most;
  private final Map<Startup.Cancel, Entry> entries = new HashMap<>();
  private Front.Door door = Front.Door.OPEN;
  private int taken;

  SessionTable(int most) {
    this.most = most;
  }

  private record Entry(Client client, Session session) {}

  /** Keeps a place for a session that begins; why there is none, if so. */
  synchronized Optional<Notice> take() {
    Optional<Notice> refusal = refusal();
    if (refusal.isEmpty()) {
      taken++;
    }
    return refusal;
  }

  private Optional<Notice> refusal() {
    return switch (door) {
      case RESTARTING -> Optional.of(Notice.fatal("57P03", "the database system is starting up"));
      case PAUSED -> Optional.of(Notice.fatal("57P03", "the cluster is paused"));
      case OPEN ->
          taken < most
              ? Optional.empty()
              : Optional.of(
                  Notice.fatal(
                      "53300",
                      "connection limit \"%d\" exceeded for non-bootstrap users".formatted(most)));
    };
  }

  /** Gives a place back. */
  synchronized void free() {
    taken--;
  }

  /** A session begins in its place; empty if the door was closed since it was taken. */
  synchronized Optional<Session> begin(
      Startup.Cancel key, Client client, Supplier<Session> session) {
    if (door != Front.Door.OPEN) {
      return Optional.empty();
    }
    Session begun = session.get();
    entries.put(key, new Entry(client, begun));
    return Optional.of(begun);
  }

  synchronized void remove(Startup.Cancel key) {
    entries.remove(key);
  }

  /** The session that this key may cancel. */
  synchronized Optional<Session> find(Startup.Cancel key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::session);
  }

  synchronized void door(Front.Door now) {
    door = now;
  }

  void end(Notice last) {
    clients().forEach(client -> client.end(last));
  }

  void drop() {
    clients().forEach(Client::drop);
  }

  private synchronized List<Client> clients() {
    return entries.values().stream().map(Entry::client).toList();
  }
}
