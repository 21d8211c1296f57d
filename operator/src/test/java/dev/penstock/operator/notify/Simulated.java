package dev.penstock.operator.notify;

import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.NotificationStatus;
import dev.penstock.api.NotificationStep;
import dev.penstock.api.RunState;
import dev.penstock.api.RunSummary;
import dev.penstock.operator.Given;
import dev.penstock.operator.notify.channel.Sent;
import dev.penstock.operator.resource.EtlPipeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A pipeline whose status is the API server's, an operator that keeps what it knows in memory and
 * can be killed at any point, and a notifier that writes down what it gets. No threads, no real
 * time.
 */
final class Simulated {
  /** Where the operator may die. */
  enum Point {
    BEFORE_STATUS,
    AFTER_STATUS,
    BEFORE_SENDING,
    AFTER_SENDING,
    NEVER
  }

  /** One message as it arrived. */
  record Arrived(String incident, NotificationStep step, int number, Instant at) {}

  static final Outbox.Pace PACE =
      new Outbox.Pace(Duration.ZERO, 1000, Duration.ofMillis(1), Duration.ofSeconds(5));

  final List<Arrived> arrived = new ArrayList<>();
  final EtlPipeline pipeline;
  private final Random random;
  private Outbox outbox;
  private EtlPipelineStatus truth;
  private Instant now = Instant.parse("2026-11-24T12:00:00.123456Z");
  private int failures;
  private int runs;
  private boolean reachable = true;
  private int unnoted;
  private int lostReceipts;

  Simulated(Random random, String more) {
    this.random = random;
    this.pipeline = Given.pipeline("orders", more);
    this.outbox = new Outbox(PACE, random);
    this.truth = status();
  }

  Instant now() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  void reachable(boolean yes) {
    reachable = yes;
  }

  void runFails() {
    failures++;
    runs++;
    truth = status();
  }

  void runSucceeds() {
    failures = 0;
    runs++;
    truth = status();
  }

  boolean isBroken() {
    return failures > 0;
  }

  /** The operator comes back with nothing but what the API server holds. */
  void restart() {
    lostReceipts += unnoted;
    unnoted = 0;
    outbox = new Outbox(PACE, random);
  }

  /** One reconciliation and what is sent after it; {@return whether it lived to its end} */
  boolean work(Point death) {
    var account = Account.of(pipeline, truth, outbox, now);
    if (death == Point.BEFORE_STATUS) {
      restart();
      return false;
    }
    pipeline.setStatus(truth.withNotifications(account.incidents()));
    unnoted = 0;
    if (death == Point.AFTER_STATUS) {
      restart();
      return false;
    }
    outbox.offer(
        "uid-of-orders",
        Account.written(pipeline),
        Notices.due(pipeline, pipeline.getStatus(), now),
        now);
    for (var batch : outbox.due(now)) {
      if (death == Point.BEFORE_SENDING) {
        restart();
        return false;
      }
      Sent sent = new Sent.Later("it is away", Optional.empty());
      if (reachable) {
        var notice = batch.first();
        arrived.add(new Arrived(notice.incident(), notice.step(), notice.number(), now));
        sent = new Sent.Delivered(Optional.of("C1:1"));
        unnoted++;
      }
      if (death == Point.AFTER_SENDING) {
        restart();
        return false;
      }
      outbox.done(batch, sent, now);
    }
    return true;
  }

  /** Works until nothing is due any more. */
  void settle() {
    for (int i = 0; i < 40; i++) {
      pass(Duration.ofMinutes(1));
      work(Point.NEVER);
      if (Account.written(pipeline).stream().allMatch(one -> one.due() == null)) {
        return;
      }
    }
    throw new AssertionError("Still due: " + Account.written(pipeline));
  }

  /**
   * {@return how many messages had arrived when the operator died, without a word on the status}
   */
  int lostReceipts() {
    return lostReceipts;
  }

  List<NotificationStatus> written() {
    return Account.written(pipeline);
  }

  private EtlPipelineStatus status() {
    var result = failures > 0 ? RunState.FAILED : RunState.SUCCEEDED;
    var last =
        new RunSummary(
            "run-" + runs,
            "uid-" + runs,
            result,
            failures > 0 ? "TableNotFound" : "Committed",
            failures > 0 ? "Table public.orders is not there. Create it." : "Committed",
            null,
            null,
            null,
            null,
            now.toString(),
            null);
    return new EtlPipelineStatus(
        1L, List.of(), null, null, last, null, failures, null, null, null, null, null);
  }
}
