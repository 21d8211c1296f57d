package dev.penstock.operator.slot;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** What a CronJob carries out, as far as it decides which slots there are. */
public record SlotPlan(String schedule, String timeZone, boolean suspended) {

  /** {@return the same times, whether suspended or not} */
  boolean sameTimes(SlotPlan other) {
    return schedule.equals(other.schedule) && timeZone.equals(other.timeZone);
  }

  List<Instant> between(Instant after, Instant last) {
    return times().map(times -> times.between(after, last)).orElse(List.of());
  }

  Optional<Instant> after(Instant time) {
    return times().flatMap(times -> times.after(time));
  }

  private Optional<ExpectedTimes> times() {
    try {
      return ExpectedTimes.of(schedule, ZoneId.of(timeZone));
    } catch (DateTimeException unknownZone) {
      return Optional.empty();
    }
  }
}
