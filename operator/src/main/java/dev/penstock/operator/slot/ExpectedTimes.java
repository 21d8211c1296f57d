package dev.penstock.operator.slot;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The times at which Kubernetes' CronJob controller is due to make a Job, by the steps of the
 * parser it uses (robfig/cron 3.0.1, {@code SpecSchedule.Next}), because what happens around a
 * change of the clocks follows from these steps: a time that the clocks leave out is not run, one
 * that they show twice is run twice.
 */
public final class ExpectedTimes {
  private static final int YEARS = 5;
  private static final int NOON = 12;

  private final CronLine line;
  private final ZoneRules rules;

  private ExpectedTimes(CronLine line, ZoneRules rules) {
    this.line = line;
    this.rules = rules;
  }

  /**
   * {@return the times of a line in a zone; empty when the line is not one that the validator
   * takes}
   */
  public static Optional<ExpectedTimes> of(String schedule, ZoneId zone) {
    return CronLine.parse(schedule).map(line -> new ExpectedTimes(line, zone.getRules()));
  }

  /** {@return the first time after that one; empty: none within five years} */
  public Optional<Instant> after(Instant time) {
    var clock = WallClock.at(rules, time.getEpochSecond() + 1);
    int lastYear = clock.shown().getYear() + YEARS;
    var moved = false;
    search:
    while (clock.shown().getYear() <= lastYear) {
      while (!line.hasMonth(clock.shown().getMonthValue())) {
        var from = moved ? clock : clock.startOf(clock.shown().toLocalDate().withDayOfMonth(1));
        moved = true;
        clock = from.plusMonth();
        if (clock.shown().getMonthValue() == 1) {
          continue search;
        }
      }
      while (!line.hasDay(clock.shown().getDayOfMonth(), clock.weekday())) {
        var from = moved ? clock : clock.startOf(clock.shown().toLocalDate());
        moved = true;
        clock = nearMidnight(from.plusDay());
        if (clock.shown().getDayOfMonth() == 1) {
          continue search;
        }
      }
      while (!line.hasHour(clock.shown().getHour())) {
        var from = moved ? clock : clock.startOfHour();
        moved = true;
        clock = from.plusSeconds(3600);
        if (clock.shown().getHour() == 0) {
          continue search;
        }
      }
      while (!line.hasMinute(clock.shown().getMinute())) {
        var from = moved ? clock : clock.startOfMinute();
        moved = true;
        clock = from.plusSeconds(60);
        if (clock.shown().getMinute() == 0) {
          continue search;
        }
      }
      if (clock.shown().getSecond() == 0) {
        return Optional.of(clock.instant());
      }
      moved = true;
      clock = clock.plusSeconds(60L - clock.shown().getSecond());
    }
    return Optional.empty();
  }

  /** {@return all times after the first and not after the last, in order} */
  public List<Instant> between(Instant after, Instant last) {
    var times = new ArrayList<Instant>();
    var time = after(after);
    while (time.isPresent() && !time.get().isAfter(last)) {
      times.add(time.get());
      time = after(time.get());
    }
    return List.copyOf(times);
  }

  /** Where the clocks leave midnight out, or show it twice. */
  private static WallClock nearMidnight(WallClock clock) {
    int hour = clock.shown().getHour();
    if (hour == 0) {
      return clock;
    }
    return clock.plusSeconds((hour > NOON ? 24L - hour : -hour) * 3600L);
  }
}
