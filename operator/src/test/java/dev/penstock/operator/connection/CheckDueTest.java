package dev.penstock.operator.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlConnectionStatus;
import dev.penstock.api.StatusCondition;
import dev.penstock.operator.settings.Checks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CheckDueTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final String UID = "1b2c";

  private final CheckDue due = new CheckDue(Checks.DAILY);

  private static EtlConnectionStatus last(
      String reachable, String reason, @Nullable String time, @Nullable String request) {
    return new EtlConnectionStatus(
        1L,
        "postgres",
        null,
        0,
        "0",
        time,
        "same",
        request,
        List.of(new StatusCondition("Reachable", reachable, 1L, null, reason, null)),
        null,
        null);
  }

  private static EtlConnectionStatus last(String reachable, String reason) {
    return last(reachable, reason, NOON.toString(), "a");
  }

  private Instant at(String hash, @Nullable String request, @Nullable EtlConnectionStatus status) {
    return due.at(UID, hash, request, status, NOON.plusSeconds(600));
  }

  @Test
  void aNewConnectionIsCheckedSoonAndAtOnceWhereThatIsAskedFor() {
    assertThat(at("same", null, null)).isEqualTo(NOON.plusSeconds(630));
    assertThat(at("same", "please", null)).isEqualTo(NOON.plusSeconds(600));
  }

  @Test
  void aChangedSpecIsCheckedWhenItHasStoodForTheDelay() {
    assertThat(at("other", "a", last("True", "Reachable"))).isEqualTo(NOON.plusSeconds(630));
  }

  @Test
  void anotherRequestIsDueAndTheSameIsNot() {
    assertThat(at("same", "b", last("True", "Reachable"))).isEqualTo(NOON);
    assertThat(at("same", "a", last("True", "Reachable"))).isAfter(NOON.plus(Duration.ofHours(23)));
    assertThat(at("same", null, last("True", "Reachable")))
        .isAfter(NOON.plus(Duration.ofHours(23)));
  }

  @Test
  void whatIsReachableIsCheckedDailyAndNotAllAtOnce() {
    var one = at("same", "a", last("True", "Reachable"));
    var other =
        due.at("another-uid", "same", "a", last("True", "Reachable"), NOON.plusSeconds(600));
    assertThat(List.of(one, other))
        .allSatisfy(time ->
            assertThat(time)
                .isBetween(NOON.plus(Duration.ofDays(1)), NOON.plus(Duration.ofMinutes(1584))));
    assertThat(one).isNotEqualTo(other);
  }

  @Test
  void whatIsNotReachableOrNotKnownIsCheckedSooner() {
    assertThat(at("same", "a", last("False", "ConnectionFailed")))
        .isEqualTo(NOON.plus(Duration.ofHours(1)));
    assertThat(at("same", "a", last("Unknown", "CheckTimedOut")))
        .isEqualTo(NOON.plus(Duration.ofHours(1)));
    assertThat(at("same", "a", last("Unknown", "CheckRefused")))
        .isEqualTo(NOON.plus(Duration.ofMinutes(15)));
  }

  @Test
  void aShortIntervalIsNotMadeLonger() {
    var often = new CheckDue(new Checks(Duration.ofMinutes(5), Duration.ZERO));
    assertThat(often.at(UID, "same", "a", last("False", "ConnectionFailed"), NOON.plusSeconds(600)))
        .isEqualTo(NOON.plus(Duration.ofMinutes(5)));
  }

  @Test
  void aTimeThatSomebodyWroteCountsAsNone() {
    assertThat(at("same", null, last("True", "Reachable", "yesterday", null)))
        .isEqualTo(NOON.plusSeconds(600));
  }
}
