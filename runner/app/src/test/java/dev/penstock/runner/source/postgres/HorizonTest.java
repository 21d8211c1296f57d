package dev.penstock.runner.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.spi.PenstockException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HorizonTest {
  private static final Instant CLOCK = Instant.parse("2026-03-01T10:00:00Z");
  private static final Optional<Instant> NONE = Optional.empty();
  private static final Horizon QUIET = new Horizon(CLOCK, NONE, NONE, 0, NONE, false);

  private static Instant bound(Horizon horizon, Duration settle) {
    return horizon.bound(Optional.ofNullable(settle), "shop-db", "spec.settle");
  }

  private static String refused(Horizon horizon) {
    try {
      bound(horizon, null);
      return "";
    } catch (PenstockException e) {
      return e.line();
    }
  }

  private static Optional<Instant> at(String time) {
    return Optional.of(Instant.parse("2026-03-01T" + time + "Z"));
  }

  @Test
  void nothingOpenLeavesTheClockLessAFewSeconds() {
    assertThat(bound(QUIET, null)).isEqualTo(Instant.parse("2026-03-01T09:59:55Z"));
    assertThat(bound(QUIET, Duration.ofMinutes(1)))
        .isEqualTo(Instant.parse("2026-03-01T09:59:00Z"));
  }

  @Test
  void theBoundLiesBeforeTheStartOfAnOpenTransaction() {
    var open = new Horizon(CLOCK, at("09:30:00"), at("09:30:00"), 0, NONE, false);
    assertThat(bound(open, null)).isEqualTo(Instant.parse("2026-03-01T09:29:59.999999Z"));
    assertThat(bound(open, Duration.ofMinutes(1)))
        .isEqualTo(Instant.parse("2026-03-01T09:29:59.999999Z"));
  }

  @Test
  void oneThatHasNotWrittenHoldsItBackUnlessSettleIsStated() {
    var open = new Horizon(CLOCK, NONE, at("09:30:00"), 0, NONE, false);
    assertThat(bound(open, null)).isEqualTo(Instant.parse("2026-03-01T09:29:59.999999Z"));
    assertThat(bound(open, Duration.ofMinutes(1))).isEqualTo(Instant.parse("2026-03-01T09:59:00Z"));
  }

  @Test
  void oneThatBeganWithinSettleDoesNotMoveItForward() {
    var open = new Horizon(CLOCK, at("09:59:58"), at("09:59:58"), 0, NONE, false);
    assertThat(bound(open, null)).isEqualTo(Instant.parse("2026-03-01T09:59:55Z"));
  }

  @Test
  void whatIsNotSeenIsRefusedUnlessSettleIsStated() {
    var hidden = new Horizon(CLOCK, NONE, NONE, 2, NONE, false);
    assertThat(refused(hidden))
        .isEqualTo(
            "TransactionsHidden: Connection shop-db: its user does not see whether 2 sessions of"
                + " others have a transaction open. GRANT pg_read_all_stats to that user, turn"
                + " track_activities on, or state in spec.settle how long a transaction that writes may stay open.");
    var standby = new Horizon(CLOCK, NONE, NONE, 0, NONE, true);
    assertThat(refused(standby))
        .isEqualTo(
            "TransactionsHidden: Connection shop-db is a standby, which does not show the open"
                + " transactions of its primary. Connect to the primary, or state in spec.settle"
                + " how long a transaction that writes may stay open.");
    var prepared = new Horizon(CLOCK, NONE, NONE, 0, at("09:00:00"), false);
    assertThat(refused(prepared))
        .isEqualTo(
            "SourceUnavailable: Connection shop-db has a prepared transaction open since"
                + " 2026-03-01T09:00:00Z, whose start is not known. Commit it or roll it back, or"
                + " state in spec.settle how long a transaction that writes may stay open.");
    Duration minute = Duration.ofMinutes(1);
    assertThat(bound(hidden, minute)).isEqualTo(bound(QUIET, minute));
    assertThat(bound(standby, minute)).isEqualTo(bound(QUIET, minute));
    assertThat(bound(prepared, minute)).isEqualTo(Instant.parse("2026-03-01T08:58:59.999999Z"));
  }
}
