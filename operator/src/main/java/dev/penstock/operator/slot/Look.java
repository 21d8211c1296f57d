package dev.penstock.operator.slot;

import dev.penstock.api.SlotState;
import dev.penstock.operator.slot.SlotLedger.Account;
import dev.penstock.operator.slot.SlotNews.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One look of the ledger at the facts. A run decides, however late it is seen; a slot without one
 * is judged once no Job can be made for it any more: the next slot has come, since the controller
 * makes only the newest of those it has missed, or the deadline is over.
 */
final class Look {
  /** Cron is by the minute. */
  static final Duration IN_TIME = Duration.ofMinutes(1);

  /** A Job that is made at the last moment is seen by then. */
  static final Duration MARGIN = Duration.ofSeconds(5);

  private final SlotLedger before;
  private final SlotFacts facts;
  private final PlannedTimes times = new PlannedTimes();
  private final Missed missed;
  private final Instant now;
  private final List<Slot> slots;
  private final List<SlotNews> news = new ArrayList<>();
  private final List<Instant> wakes = new ArrayList<>();
  private Instant until;
  private boolean looked = true;

  Look(SlotLedger before, SlotFacts facts, Instant now) {
    this.before = before;
    this.facts = facts;
    this.missed = new Missed(before, facts, times);
    this.now = now;
    this.until = before.until();
    this.slots = new ArrayList<>(before.recent());
  }

  Account account() {
    slots.replaceAll(this::continued);
    var old = before.plan();
    var since = before.since();
    if (old.equals(facts.plan())) {
      old.filter(plan -> !plan.suspended()).ifPresent(plan -> judge(plan, false));
    } else {
      var resumed = old.isPresent() && facts.plan().filter(old.get()::sameTimes).isPresent();
      var force = !(resumed && old.get().suspended());
      old.ifPresent(plan -> judge(plan, force));
      if (force) {
        until = now;
      }
      since = now;
    }
    facts.runs().forEach(this::unexpected);
    slots.sort(Comparator.comparing(Slot::first));
    wakeForNext();
    return new Account(
        new SlotLedger(
            facts.plan(),
            since,
            before.from(),
            until,
            before.tally().instead(before.recent(), counted()),
            newest()),
        news,
        wakes.stream().min(Comparator.naturalOrder()),
        looked);
  }

  /** A slot whose run goes on, or has turned up. */
  private Slot continued(Slot slot) {
    if (slot.count() > 1) {
      return slot;
    }
    var run = facts.at(slot.first());
    if (run.isPresent()) {
      return ran(slot.first(), run.get(), Optional.of(slot.outcome()));
    }
    if (slot.outcome().state().settled()) {
      return slot;
    }
    looked = false;
    return Slot.of(
        slot.first(),
        new SlotOutcome.Ran(
            SlotState.UNKNOWN,
            Optional.of(SlotReason.RECORD_GONE.toString()),
            slot.outcome().run(),
            slot.outcome() instanceof SlotOutcome.Ran ran ? ran.late() : Optional.empty()));
  }

  /**
   * Judges what the plan expected since the last look.
   *
   * @param force no Job will be made by this plan any more
   */
  private void judge(SlotPlan plan, boolean force) {
    for (var time : times.between(plan, until, now)) {
      var run = facts.at(time);
      if (isListed(time)) {
        until = time;
      } else if (run.isPresent()) {
        add(ran(time, run.get(), Optional.empty()));
        until = time;
      } else {
        var closes = missed.closes(plan, time);
        if (!force && closes.isAfter(now)) {
          wakes.add(closes);
          return;
        }
        looked = false;
        var slot = Slot.of(time, missed.outcome(plan, time, now));
        add(slot);
        tell(slot);
        until = time;
      }
    }
  }

  private boolean isListed(Instant time) {
    return slots.stream().anyMatch(slot -> slot.count() == 1 && slot.first().equals(time));
  }

  /** A Job of a time that no plan expects, as after a change, or one that was thought skipped. */
  private void unexpected(SlotRun run) {
    var time = run.scheduled();
    var forgotten =
        before.recent().size() >= SlotLedger.KEPT
            && time.isBefore(before.recent().getFirst().first());
    var listed =
        slots.stream()
            .anyMatch(slot -> slot.outcome() instanceof SlotOutcome.Ran && slot.holds(time));
    if (listed || forgotten || time.isBefore(before.from())) {
      return;
    }
    for (int i = 0; i < slots.size(); i++) {
      if (slots.get(i).holds(time)) {
        var others = slots.remove(i).lessOne();
        others.ifPresent(slots::add);
        break;
      }
    }
    slots.add(ran(time, run, Optional.empty()));
  }

  private Slot ran(Instant time, SlotRun run, Optional<SlotOutcome> prior) {
    var known =
        prior.flatMap(outcome ->
            outcome instanceof SlotOutcome.Ran ran ? ran.late() : Optional.<String>empty());
    var begun =
        run.started().or(() -> Optional.of(now).filter(waits -> run.state() == SlotState.QUEUED));
    var late = begun.filter(begin -> begin.isAfter(time.plus(IN_TIME))).isPresent();
    if (run.state() == SlotState.QUEUED && !late) {
      wakes.add(time.plus(IN_TIME).plusSeconds(1));
    }
    var why = known.or(() -> late ? Optional.of(whyLate(time, run)) : Optional.empty());
    var slot =
        Slot.of(time, new SlotOutcome.Ran(run.state(), run.reason(), Optional.of(run.name()), why));
    if (late && known.isEmpty()) {
      news.add(new SlotNews(Kind.LATE, slot));
    }
    return slot;
  }

  private String whyLate(Instant time, SlotRun run) {
    // An operator that was at work by then would have said so in the status.
    if (facts.actingSince().isAfter(time.plus(IN_TIME).plus(MARGIN))) {
      return SlotReason.OPERATOR_AWAY.toString();
    }
    if (facts.activeAt(time).isPresent()) {
      return SlotReason.PREVIOUS_ACTIVE.toString();
    }
    if (run.made().isAfter(time.plus(IN_TIME))) {
      return SlotReason.MADE_LATE.toString();
    }
    return run.reason()
        .filter(reason -> run.state() == SlotState.QUEUED)
        .orElse(SlotReason.STARTED_LATE.toString());
  }

  private void add(Slot slot) {
    var joined = slots.isEmpty() ? Optional.<Slot>empty() : slots.getLast().and(slot);
    joined.ifPresent(both -> slots.removeLast());
    slots.add(joined.orElse(slot));
  }

  private void tell(Slot slot) {
    var kind = slot.outcome() instanceof SlotOutcome.Skipped ? Kind.SKIPPED : Kind.UNKNOWN;
    var joined =
        news.isEmpty() || news.getLast().kind() != kind
            ? Optional.<Slot>empty()
            : news.getLast().slot().and(slot);
    joined.ifPresent(both -> news.removeLast());
    news.add(new SlotNews(kind, joined.orElse(slot)));
  }

  private void wakeForNext() {
    facts
        .plan()
        .filter(plan -> !plan.suspended())
        .flatMap(plan -> times.after(plan, now))
        .ifPresent(next -> wakes.add(next.plusSeconds(1)));
  }

  /** What leaves the list while its run goes on is not known any more. */
  private List<Slot> counted() {
    var kept = newest();
    return slots.stream()
        .map(slot ->
            kept.contains(slot) || slot.outcome().state().settled()
                ? slot
                : Slot.of(slot.first(), new SlotOutcome.Unknown(SlotReason.RECORD_GONE)))
        .toList();
  }

  private List<Slot> newest() {
    return slots.subList(Math.max(0, slots.size() - SlotLedger.KEPT), slots.size());
  }
}
