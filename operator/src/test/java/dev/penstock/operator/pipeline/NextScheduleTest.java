package dev.penstock.operator.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.model.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NextScheduleTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

  @Test
  void isReadInTheZoneOfThePipeline() {
    assertThat(NextSchedule.after(NOW, timing("0 6 * * *", false)))
        .contains(Instant.parse("2026-11-24T11:00:00Z"));
  }

  @Test
  void isAbsentWhenSuspended() {
    assertThat(NextSchedule.after(NOW, timing("0 6 * * *", true))).isEmpty();
  }

  private static Timing timing(String schedule, boolean suspended) {
    return new Timing(
        Optional.of(schedule),
        ZoneId.of("America/New_York"),
        suspended,
        Duration.ofMinutes(10),
        Duration.ofHours(2),
        3);
  }
}
