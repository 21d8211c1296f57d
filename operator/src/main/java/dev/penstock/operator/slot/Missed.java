package dev.penstock.operator.slot;

import java.time.Instant;
import java.util.Optional;

/** What is to be said of a slot without a run. */
final class Missed {
  private final SlotLedger before;
  private final SlotFacts facts;
  private final PlannedTimes times;

  Missed(SlotLedger before, SlotFacts facts, PlannedTimes times) {
    this.before = before;
    this.facts = facts;
    this.times = times;
  }

  /** {@return when no Job can be made for that slot any more, and one that was made is seen} */
  Instant closes(SlotPlan plan, Instant time) {
    // A Job for a later slot says that the controller has gone on.
    var newer =
        facts.runs().stream().anyMatch(run -> run.scheduled().isAfter(time))
            || facts.lastMade().filter(made -> made.isAfter(time)).isPresent();
    return newer ? time : end(plan, time).plus(Look.MARGIN);
  }

  SlotOutcome outcome(SlotPlan plan, Instant time, Instant now) {
    if (facts.found().filter(this::byHand).isPresent()) {
      return new SlotOutcome.Unknown(SlotReason.EDITED_BY_HAND);
    }
    // On resume the newest slot stays open under the new plan: it began before that.
    if (plan.suspended() || !time.isAfter(before.since())) {
      return new SlotOutcome.Skipped(SlotReason.SUSPENDED);
    }
    if (facts.lastMade().filter(time::equals).isPresent()) {
      return new SlotOutcome.Unknown(SlotReason.JOB_GONE);
    }
    var watched = !facts.actingSince().isAfter(closes(plan, time));
    var previous = facts.activeAt(time);
    if (previous.isPresent()) {
      var away = !watched && !previous.get().startedBy(time);
      var reason = away ? SlotReason.OPERATOR_AWAY : SlotReason.PREVIOUS_ACTIVE;
      return new SlotOutcome.Skipped(
          Optional.of(reason.toString()), Optional.of(previous.get().name()));
    }
    if (!watched && !noneWasMade(time)) {
      return new SlotOutcome.Unknown(SlotReason.NOT_WATCHED);
    }
    return new SlotOutcome.Skipped(unmade(plan, time, now));
  }

  private SlotReason unmade(SlotPlan plan, Instant time, Instant now) {
    if (end(plan, time).isAfter(now)) {
      return facts.plan().filter(plan::sameTimes).isPresent()
          ? SlotReason.SUSPENDED
          : SlotReason.SCHEDULE_CHANGED;
    }
    return end(plan, time).equals(time.plus(facts.deadline()))
        ? SlotReason.DEADLINE_MISSED
        : SlotReason.OVERTAKEN;
  }

  /** The CronJob's status tells of the newest Job that was made for it. */
  private boolean noneWasMade(Instant time) {
    return !facts.cronJobMade().isAfter(time)
        && facts.lastMade().filter(made -> !made.isBefore(time)).isEmpty();
  }

  /** The controller makes a Job until the deadline, and only for the newest slot that it missed. */
  private Instant end(SlotPlan plan, Instant time) {
    var deadline = time.plus(facts.deadline());
    return times.after(plan, time).filter(deadline::isAfter).orElse(deadline);
  }

  private boolean byHand(SlotPlan found) {
    return !before.plan().equals(Optional.of(found)) && !facts.plan().equals(Optional.of(found));
  }
}
