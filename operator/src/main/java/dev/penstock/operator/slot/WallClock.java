package dev.penstock.operator.slot;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;

/**
 * A moment as a clock on the wall of a zone shows it. A wall time that a transition leaves out, or
 * shows twice, means the moment that Go's {@code time.Date} takes it for.
 */
record WallClock(ZoneRules rules, long second, LocalDateTime shown) {
  static WallClock at(ZoneRules rules, long second) {
    var offset = rules.getOffset(Instant.ofEpochSecond(second));
    return new WallClock(rules, second, LocalDateTime.ofEpochSecond(second, 0, offset));
  }

  Instant instant() {
    return Instant.ofEpochSecond(second);
  }

  /** From 0, which is Sunday. */
  int weekday() {
    return shown.getDayOfWeek().getValue() % 7;
  }

  WallClock plusSeconds(long more) {
    return at(rules, second + more);
  }

  WallClock plusMonth() {
    // A day past the end of the month is one of the next, as Go counts.
    return show(shown.withDayOfMonth(1).plusMonths(1).plusDays(shown.getDayOfMonth() - 1L));
  }

  WallClock plusDay() {
    return show(shown.plusDays(1));
  }

  WallClock startOf(LocalDate day) {
    return show(day.atStartOfDay());
  }

  WallClock startOfHour() {
    return show(shown.toLocalDate().atTime(shown.getHour(), 0));
  }

  WallClock startOfMinute() {
    return plusSeconds(-shown.getSecond());
  }

  private WallClock show(LocalDateTime wall) {
    long asUtc = wall.toEpochSecond(ZoneOffset.UTC);
    long about = asUtc - offset(asUtc);
    return at(rules, asUtc - offset(about));
  }

  private int offset(long at) {
    return rules.getOffset(Instant.ofEpochSecond(at)).getTotalSeconds();
  }
}
