package dev.penstock.operator.notify;

import dev.penstock.api.NotificationStatus;
import dev.penstock.api.NotificationStep;
import dev.penstock.operator.notify.channel.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The messages that are due, in which order and when they go, and which have arrived. It holds a
 * bounded number; what it has no room for stands on the status of its pipeline, and is offered
 * again. Nothing here sends: {@link #due} says what is to go now, {@link #done} what became of it.
 * Threads share it.
 */
final class Outbox implements Receipts {
  private static final int ROOM = 2_000;
  private static final int RECEIPTS = 10_000;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private final Pace pace;
  private final RandomGenerator random;
  private final Map<Notice.Key, Waiting> waiting = new LinkedHashMap<>();
  private final Map<Address.Lane, Lane> lanes = new HashMap<>();
  private final Map<String, Set<Notice.Key>> threads = new HashMap<>();
  private final Map<Message, Receipt> receipts =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Message, Receipt> eldest) {
          return size() > RECEIPTS;
        }
      };

  /**
   * How fast messages go.
   *
   * @param gathering how long a message waits for others of the same cause
   * @param burst messages that a connection takes at once
   * @param every after which it takes one more
   * @param firstPause before another try; each further one is twice as long, up to ten minutes
   */
  record Pace(Duration gathering, int burst, Duration every, Duration firstPause) {
    /** {@return what receivers take: Slack a message a second, most others more} */
    static Pace of(Duration gathering) {
      return new Pace(gathering, 10, Duration.ofSeconds(3), Duration.ofSeconds(5));
    }
  }

  private record Message(String incident, NotificationStep step, int number) {}

  private record Waiting(Notice notice, Instant offered, Instant notBefore, int tries) {}

  /** What messages of one connection share. */
  private static final class Lane {
    private boolean busy;
    private int failures;
    private Instant notBefore = Instant.EPOCH;
    private double tokens;
    private Instant counted;

    Lane(Pace pace, Instant now) {
      this.tokens = pace.burst();
      this.counted = now;
    }

    boolean takes(Pace pace, Instant now) {
      var passed = Duration.between(counted, now).toMillis();
      if (passed > 0) {
        tokens = Math.min(pace.burst(), tokens + (double) passed / pace.every().toMillis());
        counted = now;
      }
      return !busy && !now.isBefore(notBefore) && tokens >= 1;
    }

    /** {@return whether a new one would do the same} */
    boolean rests(Pace pace, Instant now) {
      var all = pace.every().multipliedBy(pace.burst());
      return !busy && !now.isBefore(notBefore) && !now.isBefore(counted.plus(all));
    }
  }

  Outbox(Pace pace, RandomGenerator random) {
    this.pace = pace;
    this.random = random;
  }

  /**
   * Takes what is due of one pipeline, as its written status says; what was due before and is no
   * more goes.
   *
   * @param written the incidents on the status
   * @return whether there was room for all
   */
  synchronized boolean offer(
      String uid, List<NotificationStatus> written, List<Notice> due, Instant now) {
    hold(uid, due, written);
    var keys = due.stream().map(Notice::key).collect(Collectors.toSet());
    waiting.keySet().removeIf(key -> key.uid().equals(uid) && !keys.contains(key));
    boolean all = true;
    for (var notice : due) {
      var known = waiting.get(notice.key());
      if (receipts.containsKey(message(notice))) {
        waiting.remove(notice.key());
      } else if (known != null) {
        // A message that became another one, as Opening became Brief, waits no longer for it.
        waiting.put(
            notice.key(),
            new Waiting(
                notice,
                known.offered,
                known.notice.is(notice) ? known.notBefore : now,
                known.notice.is(notice) ? known.tries : 0));
      } else if (waiting.size() < ROOM) {
        waiting.put(notice.key(), new Waiting(notice, now, now, 0));
      } else {
        all = false;
      }
    }
    return all;
  }

  /** Nothing of that pipeline is to be told any more. */
  synchronized void forget(String uid) {
    waiting.keySet().removeIf(key -> key.uid().equals(uid));
    threads.values().forEach(keys -> keys.removeIf(key -> key.uid().equals(uid)));
    threads.values().removeIf(Set::isEmpty);
  }

  /** {@return what is to be sent now: at most one message of a connection at a time} */
  synchronized List<Batch> due(Instant now) {
    letGo(now);
    var batches = new ArrayList<Batch>();
    var ready =
        waiting.values().stream()
            .filter(one -> !now.isBefore(one.notBefore))
            .sorted(Comparator.comparing(Waiting::offered))
            .toList();
    for (var one : ready) {
      var gathered = !now.isBefore(one.offered.plus(pace.gathering()));
      var lane = lane(one.notice.address().lane(), now);
      if (gathered && lane.takes(pace, now)) {
        var others = ready.stream().map(Waiting::notice).toList();
        var batch = Batch.around(one.notice, others);
        batches.add(batch.lasting(isLast(batch)));
        lane.busy = true;
        lane.tokens -= 1;
      }
    }
    return batches;
  }

  /** Notes what became of a message. */
  synchronized void done(Batch batch, Sent sent, Instant now) {
    var lane = lane(batch.first().address().lane(), now);
    lane.busy = false;
    switch (sent) {
      case Sent.Delivered(var thread) -> {
        lane.failures = 0;
        for (var notice : batch.notices()) {
          receipts.put(message(notice), new Receipt(now, notice.address().connection(), thread));
          var known = waiting.get(notice.key());
          if (known != null && known.notice.is(notice)) {
            waiting.remove(notice.key());
          }
        }
      }
      case Sent.Later(var why, var after) -> {
        lane.failures++;
        lane.notBefore = now.plus(after.orElseGet(() -> pause(lane.failures)));
      }
      // Only these: another channel of the same connection may be right.
      case Sent.Refused(var reason, var why) -> batch.notices().forEach(n -> putOff(n, now));
    }
  }

  private void putOff(Notice notice, Instant now) {
    var known = waiting.get(notice.key());
    if (known != null && known.notice.is(notice)) {
      int tries = known.tries + 1;
      waiting.put(
          notice.key(), new Waiting(known.notice, known.offered, now.plus(pause(tries)), tries));
    }
  }

  /** Twice as long each time, and a fifth more or less, so that not all come at once. */
  private Duration pause(int tries) {
    var doubled = pace.firstPause().multipliedBy(1L << Math.min(tries - 1, 20));
    var most = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    return Duration.ofMillis((long) (most.toMillis() * random.nextDouble(0.8, 1.2)));
  }

  /** What was corrected is tried again at once. */
  synchronized void retry(String namespace, String connection, Instant now) {
    var corrected = new Address.Lane(namespace, connection);
    waiting.replaceAll((key, one) ->
        one.notice.address().lane().equals(corrected)
            ? new Waiting(one.notice, one.offered, now, 0)
            : one);
    var lane = lanes.get(corrected);
    if (lane != null) {
      lane.notBefore = now;
    }
  }

  @Override
  public synchronized Optional<Receipt> of(String incident, NotificationStep step, int number) {
    return Optional.ofNullable(receipts.get(new Message(incident, step, number)));
  }

  /** {@return how many wait} */
  synchronized int size() {
    return waiting.size();
  }

  /** {@return how many connections something is remembered of} */
  synchronized int lanes() {
    return lanes.size();
  }

  /** What nothing waits for may be a connection that was deleted. */
  private void letGo(Instant now) {
    if (lanes.values().stream().noneMatch(lane -> lane.rests(pace, now))) {
      return;
    }
    var used =
        waiting.values().stream()
            .map(one -> one.notice.address().lane())
            .collect(Collectors.toSet());
    lanes.entrySet().removeIf(e -> !used.contains(e.getKey()) && e.getValue().rests(pace, now));
  }

  private Lane lane(Address.Lane key, Instant now) {
    return lanes.computeIfAbsent(key, absent -> new Lane(pace, now));
  }

  /** Which pipelines a thread speaks of, as far as it goes on with them. */
  private void hold(String uid, List<Notice> due, List<NotificationStatus> written) {
    threads.values().forEach(keys -> keys.removeIf(key -> key.uid().equals(uid)));
    threads.values().removeIf(Set::isEmpty);
    var closing =
        due.stream()
            .filter(notice -> notice.step() == NotificationStep.RECOVERY)
            .map(Notice::incident)
            .collect(Collectors.toSet());
    for (var one : written) {
      if (one.thread() != null && one.event() != null && !closing.contains(text(one.id()))) {
        threads
            .computeIfAbsent(one.thread(), absent -> new HashSet<>())
            .add(new Notice.Key("", "", uid, text(one.entry()), one.event()));
      }
    }
  }

  private boolean isLast(Batch batch) {
    return batch.first().thread().map(threads::get).isEmpty();
  }

  private static Message message(Notice notice) {
    return new Message(notice.incident(), notice.step(), notice.number());
  }

  private static String text(@Nullable String word) {
    return word == null ? "" : word;
  }
}
