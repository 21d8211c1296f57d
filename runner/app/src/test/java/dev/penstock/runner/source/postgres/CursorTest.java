package dev.penstock.runner.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CursorTest {
  @Test
  void anInstantIsComparedAsItIs() {
    assertThat(
            new Cursor("at", Optional.empty()).above(Instant.parse("2026-03-01T10:15:00.000001Z")))
        .isEqualTo("\"at\" > '2026-03-01 10:15:00.000001+00'::timestamptz");
  }

  /** The clock of New York goes back at 06:00 UTC: from 02:00 to 01:00. */
  @ParameterizedTest
  @CsvSource({
    "2026-07-01T12:00:00Z, 2026-07-01 08:00:00.000000",
    "2026-11-01T04:59:59Z, 2026-11-01 00:59:59.000000",
    "2026-11-01T05:30:00Z, 2026-11-01 00:59:59.999999",
    "2026-11-01T05:59:59Z, 2026-11-01 00:59:59.999999",
    "2026-11-01T06:00:00Z, 2026-11-01 01:00:00.000000",
    "2026-11-01T06:30:00Z, 2026-11-01 01:30:00.000000",
    "2026-03-08T06:59:59Z, 2026-03-08 01:59:59.000000",
    "2026-03-08T07:00:00Z, 2026-03-08 03:00:00.000000"
  })
  void aLocalTimeWaitsForTheHourThatHappensTwice(Instant instant, String local) {
    assertThat(new Cursor("at", Optional.of(ZoneId.of("America/New_York"))).upTo(instant))
        .isEqualTo("\"at\" <= '" + local + "'::timestamp");
  }
}
