package dev.penstock.operator.slot;

import dev.penstock.api.SlotState;
import dev.penstock.operator.slot.SlotLedger.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pipeline that is to run every hour, on the hour, and what its ledger says: each look reads the
 * account that the look before has written, as an operator does.
 */
final class SlotStory {
  static final SlotPlan HOURLY = new SlotPlan("0 * * * *", "Etc/UTC", false);

  private Optional<SlotLedger> ledger = Optional.empty();
  private SlotPlan plan = HOURLY;
  private SlotPlan found = HOURLY;
  private Duration deadline = Duration.ofMinutes(10);
  private final List<SlotRun> runs = new ArrayList<>();
  private Optional<Instant> lastMade = Optional.empty();
  private final Instant cronJobMade = time("00:00:30");
  private Instant actingSince = time("00:00:30");
  private Account last;

  static SlotStory begins() {
    var story = new SlotStory();
    story.look("00:00:30");
    return story;
  }

  static Instant time(String clock) {
    return Instant.parse("2026-11-27T" + clock + "Z");
  }

  SlotStory deadline(Duration other) {
    deadline = other;
    return this;
  }

  /** The controller makes a Job, and its record follows. */
  SlotStory made(String slot) {
    lastMade = Optional.of(time(slot));
    return run(slot, SlotState.QUEUED, "", "");
  }

  /** The controller makes a Job that somebody deletes at once. */
  SlotStory madeAndGone(String slot) {
    lastMade = Optional.of(time(slot));
    return this;
  }

  SlotStory starts(String slot, String at) {
    return run(slot, SlotState.RUNNING, at, "");
  }

  SlotStory waits(String slot, String why) {
    replace(
        new SlotRun(
            time(slot),
            "run-" + slot,
            SlotState.QUEUED,
            Optional.of(why),
            time(slot).plusSeconds(1),
            Optional.empty(),
            Optional.empty()));
    return this;
  }

  SlotStory ends(String slot, SlotState how, String started, String at) {
    return run(slot, how, started, at);
  }

  SlotStory recordDeleted(String slot) {
    runs.removeIf(run -> run.scheduled().equals(time(slot)));
    return this;
  }

  SlotStory suspended(boolean suspended) {
    return becomes(new SlotPlan(plan.schedule(), plan.timeZone(), suspended));
  }

  SlotStory becomes(SlotPlan other) {
    found = plan;
    plan = other;
    return this;
  }

  SlotStory editedByHand(SlotPlan other) {
    found = other;
    return this;
  }

  /** Another operator takes over, after a while without one. */
  SlotStory operatorComesBack(String at) {
    actingSince = time(at);
    return this;
  }

  SlotStory look(String at) {
    var facts =
        new SlotFacts(
            Optional.of(plan),
            Optional.of(found),
            deadline,
            runs,
            lastMade,
            cronJobMade,
            actingSince);
    last = SlotLedger.look(ledger, facts, time(at)).orElseThrow();
    ledger = SlotLedger.read(last.ledger().written());
    found = plan;
    return this;
  }

  Account account() {
    return last;
  }

  /**
   * {@return the recent slots, as {@code 01:00 Succeeded} or {@code 01:00-03:00 x3 Skipped ...}}
   */
  List<String> says() {
    return last.ledger().recent().stream().map(SlotStory::line).toList();
  }

  List<String> news() {
    return last.news().stream()
        .map(news ->
            news.kind()
                + " "
                + clock(news.slot().first())
                + " x"
                + news.slot().count()
                + " "
                + news.reason())
        .toList();
  }

  private static String line(Slot slot) {
    var line = new StringBuilder(clock(slot.first()));
    if (slot.count() > 1) {
      line.append('-').append(clock(slot.last())).append(" x").append(slot.count());
    }
    line.append(' ').append(slot.outcome().state());
    slot.outcome().reason().ifPresent(reason -> line.append(' ').append(reason));
    if (slot.outcome() instanceof SlotOutcome.Ran ran) {
      ran.late().ifPresent(late -> line.append(", late: ").append(late));
    }
    return line.toString();
  }

  private static String clock(Instant time) {
    return time.toString().substring(11, 16);
  }

  private SlotStory run(String slot, SlotState state, String started, String ended) {
    var known = runs.stream().filter(run -> run.scheduled().equals(time(slot))).findFirst();
    replace(
        new SlotRun(
            time(slot),
            "run-" + slot,
            state,
            Optional.empty(),
            known.map(SlotRun::made).orElse(time(slot).plusSeconds(1)),
            started.isEmpty() ? Optional.empty() : Optional.of(time(started)),
            ended.isEmpty() ? Optional.empty() : Optional.of(time(ended))));
    return this;
  }

  private void replace(SlotRun run) {
    runs.removeIf(other -> other.scheduled().equals(run.scheduled()));
    runs.add(run);
  }
}
