package dev.penstock.operator.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.BackfillSpec;
import dev.penstock.api.BackfillWindow;
import dev.penstock.api.model.Wanted.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WindowsTest {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  private static BackfillSpec spec(String from, String to, BackfillWindow every) {
    return new BackfillSpec(from, to, every);
  }

  private static List<Window> cut(String from, String to, BackfillWindow every, ZoneId zone) {
    return ((Windows.Cut) Windows.of(spec(from, to, every), zone)).all();
  }

  private static String refused(String from, String to, BackfillWindow every) {
    return ((Windows.Refused) Windows.of(spec(from, to, every), ZoneOffset.UTC)).why();
  }

  private static List<Long> hours(List<Window> windows) {
    return windows.stream()
        .map(window -> Duration.between(window.start(), window.end()).toHours())
        .toList();
  }

  @Test
  void aDayHas23HoursWhenClocksGoForwardAnd25WhenTheyGoBack() {
    assertThat(hours(cut("2026-03-07", "2026-03-10", BackfillWindow.DAY, NEW_YORK)))
        .containsExactly(24L, 23L, 24L);
    assertThat(hours(cut("2026-10-31", "2026-11-03", BackfillWindow.DAY, NEW_YORK)))
        .containsExactly(24L, 25L, 24L);
  }

  @Test
  void theHourThatComesTwiceIsTwoWindows() {
    assertThat(cut("2026-11-01", "2026-11-02", BackfillWindow.HOUR, NEW_YORK)).hasSize(25);
    assertThat(cut("2026-03-08", "2026-03-09", BackfillWindow.HOUR, NEW_YORK)).hasSize(23);
  }

  @Test
  void firstAndLastWindowAreCutOffWhereTheStretchBeginsAndEnds() {
    assertThat(
            cut(
                "2026-01-14T12:00:00Z",
                "2026-01-20T00:00:00Z",
                BackfillWindow.WEEK,
                ZoneOffset.UTC))
        .containsExactly(
            new Window(
                Instant.parse("2026-01-14T12:00:00Z"), Instant.parse("2026-01-19T00:00:00Z")),
            new Window(
                Instant.parse("2026-01-19T00:00:00Z"), Instant.parse("2026-01-20T00:00:00Z")));
  }

  @Test
  void aDayThatAZoneHasSkippedIsNoWindow() {
    var windows = cut("2011-12-29", "2012-01-01", BackfillWindow.DAY, ZoneId.of("Pacific/Apia"));
    assertThat(hours(windows)).containsExactly(24L, 24L);
  }

  /** By another way than the cutting: each instant in between is asked by itself. */
  @ParameterizedTest
  @EnumSource(
      value = BackfillWindow.class,
      names = {"HOUR", "DAY", "WEEK", "MONTH"})
  void inEveryZoneWindowsCoverTheStretchAndBeginWhereTheClockSaysSo(BackfillWindow every) {
    for (var id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
      var zone = ZoneId.of(id);
      for (var year : new int[] {1994, 2011, 2026}) {
        int months = every == BackfillWindow.HOUR ? 1 : 12;
        // Hours of a month in which clocks are changed in many zones.
        var from = LocalDate.of(year, every == BackfillWindow.HOUR ? 4 : 1, 1);
        var to = from.plusMonths(months);
        var windows = cut(from.toString(), to.toString(), every, zone);
        assertThat(windows.getFirst().start())
            .as("%s %d", id, year)
            .isEqualTo(from.atStartOfDay(zone).toInstant());
        assertThat(windows.getLast().end()).isEqualTo(to.atStartOfDay(zone).toInstant());
        var wrong = new ArrayList<Window>();
        for (int i = 0; i < windows.size(); i++) {
          var window = windows.get(i);
          boolean follows = i == 0 || window.start().equals(windows.get(i - 1).end());
          if (!follows
              || (i > 0 && !begins(window.start(), every, zone))
              || holdsABeginning(window, every, zone)) {
            wrong.add(window);
          }
        }
        assertThat(wrong).as("%s %d", id, year).isEmpty();
      }
    }
  }

  /** What the local clock shows at that instant, or what it would show had it not been changed. */
  private static boolean begins(Instant instant, BackfillWindow every, ZoneId zone) {
    var local = instant.atZone(zone);
    var before = instant.minusNanos(1).atZone(zone);
    var day = local.toLocalDate();
    boolean newDay = !day.equals(before.toLocalDate());
    boolean changed = !local.getOffset().equals(before.getOffset());
    return switch (every) {
      case HOUR -> changed || local.getMinute() == 0 && local.getSecond() == 0;
      case DAY -> newDay && (changed || local.toLocalTime().equals(LocalTime.MIDNIGHT));
      case WEEK -> newDay && weekOf(day) != weekOf(before.toLocalDate());
      case MONTH -> newDay && day.getMonth() != before.getMonth();
      case UNKNOWN -> false;
    };
  }

  private static long weekOf(LocalDate day) {
    return Math.floorDiv(day.toEpochDay() - LocalDate.EPOCH.with(DayOfWeek.MONDAY).toEpochDay(), 7);
  }

  /** Whether a window should have ended earlier: the clock shows a beginning within it. */
  private static boolean holdsABeginning(Window window, BackfillWindow every, ZoneId zone) {
    var step = every == BackfillWindow.HOUR ? Duration.ofMinutes(15) : Duration.ofHours(6);
    var first = window.start().atZone(zone).toLocalDate();
    for (var at = window.start().plus(step); at.isBefore(window.end()); at = at.plus(step)) {
      var local = at.atZone(zone);
      var day = local.toLocalDate();
      boolean later = day.isAfter(first);
      boolean begins =
          switch (every) {
            case HOUR -> local.getMinute() == 0 && local.getSecond() == 0;
            case DAY -> later;
            case WEEK -> later && weekOf(day) != weekOf(first);
            case MONTH -> later && day.getMonth() != first.getMonth();
            case UNKNOWN -> true;
          };
      if (begins) {
        return true;
      }
    }
    return false;
  }

  @Test
  void moreThanAThousandWindowsAreRefusedWithTheirNumber() {
    assertThat(
            cut(
                "2026-01-01T00:00:00Z",
                "2026-02-11T16:00:00Z",
                BackfillWindow.HOUR,
                ZoneOffset.UTC))
        .hasSize(1000);
    assertThat(refused("2026-01-01T00:00:00Z", "2026-02-11T17:00:00Z", BackfillWindow.HOUR))
        .isEqualTo(
            "would have 1001 windows, and may have 1000. Ask for longer windows, or for a part of it.");
    assertThat(refused("0001-01-01", "9999-01-01", BackfillWindow.HOUR))
        .contains("would have more than 100000 windows");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-01-02 | 2026-01-01 | that is not later
          2026-01-01 | 2026-01-01T00:00:00Z | that is not later
          2026-02-30 | 2026-03-01 | one of them is no time
          2026-01-01T25:00:00Z | 2026-03-01 | one of them is no time
          """)
  void whatIsNoStretchIsRefused(String from, String to, String why) {
    assertThat(refused(from, to, BackfillWindow.DAY)).contains(why);
  }

  @Test
  void aLengthOfANewerReleaseIsRefused() {
    assertThat(refused("2026-01-01", "2026-01-02", BackfillWindow.UNKNOWN))
        .contains("does not know");
  }
}
