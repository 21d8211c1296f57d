package dev.penstock.operator.slot;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The times of plans, each of whose lines is read once. One look owns it. */
final class PlannedTimes {
  private final Map<SlotPlan, Optional<ExpectedTimes>> read = new HashMap<>();

  List<Instant> between(SlotPlan plan, Instant after, Instant last) {
    return of(plan).map(times -> times.between(after, last)).orElse(List.of());
  }

  Optional<Instant> after(SlotPlan plan, Instant time) {
    return of(plan).flatMap(times -> times.after(time));
  }

  private Optional<ExpectedTimes> of(SlotPlan plan) {
    return read.computeIfAbsent(plan, PlannedTimes::parsed);
  }

  private static Optional<ExpectedTimes> parsed(SlotPlan plan) {
    try {
      return ExpectedTimes.of(plan.schedule(), ZoneId.of(plan.timeZone()));
    } catch (DateTimeException unknownZone) {
      return Optional.empty();
    }
  }
}
