package dev.penstock.operator.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectedTimesTest {
  @Test
  void aTimeThatTheClocksLeaveOutIsNotRun() {
    assertThat(
            times("30 2 * * *", "America/New_York", "2026-03-07T12:00:00Z", "2026-03-09T12:00:00Z"))
        .containsExactly("2026-03-09T06:30:00Z");
  }

  @Test
  void aTimeThatTheClocksShowTwiceIsRunTwice() {
    assertThat(
            times("30 1 * * *", "America/New_York", "2026-10-31T12:00:00Z", "2026-11-02T12:00:00Z"))
        .containsExactly("2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z", "2026-11-02T06:30:00Z");
  }

  @Test
  void everyHourIsEveryHourWhateverTheClocksShow() {
    assertThat(times("@hourly", "Europe/Berlin", "2026-10-24T23:30:00Z", "2026-10-25T03:30:00Z"))
        .containsExactly(
            "2026-10-25T00:00:00Z",
            "2026-10-25T01:00:00Z",
            "2026-10-25T02:00:00Z",
            "2026-10-25T03:00:00Z");
  }

  @Test
  void eitherDayIsEnoughUnlessOneOfThemIsAStar() {
    assertThat(times("0 0 13 * FRI", "Etc/UTC", "2026-11-10T12:00:00Z", "2026-11-21T12:00:00Z"))
        .containsExactly("2026-11-13T00:00:00Z", "2026-11-20T00:00:00Z");
    assertThat(times("0 0 14 * FRI", "Etc/UTC", "2026-11-10T12:00:00Z", "2026-11-21T12:00:00Z"))
        .containsExactly("2026-11-13T00:00:00Z", "2026-11-14T00:00:00Z", "2026-11-20T00:00:00Z");
    assertThat(times("0 0 * * FRI", "Etc/UTC", "2026-11-10T12:00:00Z", "2026-11-21T12:00:00Z"))
        .containsExactly("2026-11-13T00:00:00Z", "2026-11-20T00:00:00Z");
  }

  @Test
  void aDayThatNoYearHasIsNeverDue() {
    assertThat(expected("0 0 30 2 *", "Etc/UTC").after(Instant.parse("2026-11-27T00:00:00Z")))
        .isEmpty();
  }

  @Test
  void aLineThatTheValidatorRefusesHasNoTimes() {
    assertThat(ExpectedTimes.of("61 * * * *", ZoneId.of("Etc/UTC"))).isEmpty();
    assertThat(ExpectedTimes.of("@every 5m", ZoneId.of("Etc/UTC"))).isEmpty();
  }

  private static List<String> times(String line, String zone, String after, String last) {
    return expected(line, zone).between(Instant.parse(after), Instant.parse(last)).stream()
        .map(Instant::toString)
        .toList();
  }

  private static ExpectedTimes expected(String line, String zone) {
    return ExpectedTimes.of(line, ZoneId.of(zone)).orElseThrow();
  }
}
