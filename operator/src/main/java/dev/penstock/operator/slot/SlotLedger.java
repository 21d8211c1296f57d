package dev.penstock.operator.slot;

import dev.penstock.api.SlotStatus;
import dev.penstock.api.SlotsStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The account of a pipeline's slots, as the status holds it. Each look at the facts continues the
 * one before; looking again at the same facts changes nothing.
 *
 * @param plan by which slots are expected, since {@code since}; empty: none are
 * @param from where the account begins
 * @param until every slot up to this one has its account
 * @param recent the newest slots, the newest last
 */
public record SlotLedger(
    Optional<SlotPlan> plan,
    Instant since,
    Instant from,
    Instant until,
    Tally tally,
    List<Slot> recent) {
  static final int KEPT = 8;

  public SlotLedger {
    recent = List.copyOf(recent);
  }

  /** {@return what the status says; empty: there was no schedule yet} */
  public static Optional<SlotLedger> read(@Nullable SlotsStatus status) {
    if (status == null) {
      return Optional.empty();
    }
    var plan =
        status.schedule() == null || status.timeZone() == null
            ? Optional.<SlotPlan>empty()
            : Optional.of(
                new SlotPlan(
                    status.schedule(), status.timeZone(), Boolean.TRUE.equals(status.suspend())));
    var entries = Objects.requireNonNullElse(status.recent(), List.<SlotStatus>of());
    return Slot.time(status.countedFrom())
        .map(from ->
            new SlotLedger(
                plan,
                Slot.time(status.since()).orElse(from),
                from,
                Slot.time(status.accountedUntil()).orElse(from),
                Tally.read(status.counts()),
                entries.stream().flatMap(entry -> Slot.read(entry).stream()).toList()));
  }

  /** {@return an account that begins now} What was before nobody has accounted for. */
  static SlotLedger begin(SlotPlan plan, Instant now) {
    return new SlotLedger(Optional.of(plan), now, now, now, Tally.read(null), List.of());
  }

  /**
   * Looks at the facts.
   *
   * @param before what was known; empty: the account begins now, if there is a plan
   */
  public static Optional<Account> look(Optional<SlotLedger> before, SlotFacts facts, Instant now) {
    var second = now.truncatedTo(ChronoUnit.SECONDS);
    return before
        .or(() -> facts.plan().map(plan -> begin(plan, second)))
        .map(ledger -> new Look(ledger, facts, second).account());
  }

  /** {@return what stands in the status} */
  public SlotsStatus written() {
    var counts = tally.written();
    return new SlotsStatus(
        plan.map(SlotPlan::schedule).orElse(null),
        plan.map(SlotPlan::timeZone).orElse(null),
        plan.filter(SlotPlan::suspended).isPresent() ? true : null,
        plan.isPresent() ? since.toString() : null,
        from.toString(),
        until.toString(),
        counts.equals(Tally.read(null).written()) ? null : counts,
        recent.isEmpty() ? null : recent.stream().map(Slot::written).toList());
  }

  /**
   * An account, and what follows from it.
   *
   * @param news of slots that did not run in time, the oldest first
   * @param wake when to look again if nothing happens; empty: nothing is due
   * @param looked false when a slot seems to have no run: its Job may be there without a record
   */
  public record Account(
      SlotLedger ledger, List<SlotNews> news, Optional<Instant> wake, boolean looked) {
    public Account {
      news = List.copyOf(news);
    }
  }
}
