package dev.penstock.operator.notify;

import dev.penstock.operator.notify.Address.Lane;
import dev.penstock.operator.notify.channel.Sent;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What became of the newest message of each connection, and of its newest test. */
final class Attempts {
  private final ConcurrentMap<Lane, Attempt> newest = new ConcurrentHashMap<>();
  private final ConcurrentMap<Lane, Test> tests = new ConcurrentHashMap<>();

  /** One try. */
  record Attempt(Sent sent, Instant at) {}

  /**
   * A test that was asked for.
   *
   * @param attempt empty: it is under way
   */
  record Test(String id, Optional<Attempt> attempt) {}

  /** {@return whether that says something else than the one before} */
  boolean note(Lane lane, Sent sent, Instant at) {
    var before = newest.put(lane, new Attempt(sent, at));
    return before == null
        || !before.sent().getClass().equals(sent.getClass())
        || !why(before.sent()).equals(why(sent));
  }

  Optional<Attempt> newest(Lane lane) {
    return Optional.ofNullable(newest.get(lane));
  }

  /** {@return whether it is to be sent: it is not under way and has not ended} */
  boolean begin(Lane lane, String id) {
    var known = tests.get(lane);
    if (known != null && known.id().equals(id)) {
      return false;
    }
    tests.put(lane, new Test(id, Optional.empty()));
    return true;
  }

  void end(Lane lane, String id, Sent sent, Instant at) {
    tests.computeIfPresent(
        lane,
        (key, test) ->
            test.id().equals(id) ? new Test(id, Optional.of(new Attempt(sent, at))) : test);
  }

  Optional<Test> test(Lane lane) {
    return Optional.ofNullable(tests.get(lane));
  }

  void forget(Lane lane) {
    newest.remove(lane);
    tests.remove(lane);
  }

  /** {@return one sentence; empty: it arrived} */
  static String why(Sent sent) {
    return switch (sent) {
      case Sent.Delivered delivered -> "";
      case Sent.Later(var why, var after) -> why;
      case Sent.Refused(var reason, var why) -> why;
    };
  }
}
