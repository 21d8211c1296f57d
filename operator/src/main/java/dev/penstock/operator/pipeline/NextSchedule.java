package dev.penstock.operator.pipeline;

import dev.penstock.api.model.Timing;
import dev.penstock.operator.slot.ExpectedTimes;
import java.time.Instant;
import java.util.Optional;

/** When the CronJob will make its next Job: for people to read, no run is started by it. */
final class NextSchedule {
  private NextSchedule() {}

  /** {@return the first time after now; empty without a schedule or when suspended} */
  static Optional<Instant> after(Instant now, Timing timing) {
    if (timing.suspended()) {
      return Optional.empty();
    }
    return timing
        .schedule()
        .flatMap(line -> ExpectedTimes.of(line, timing.zone()))
        .flatMap(times -> times.after(now));
  }
}
