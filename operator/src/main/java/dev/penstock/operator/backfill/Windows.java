package dev.penstock.operator.backfill;

import dev.penstock.api.BackfillSpec;
import dev.penstock.api.BackfillWindow;
import dev.penstock.api.model.Wanted.Window;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stretch into windows by the clock of a time zone. They follow each other without a gap;
 * each but the first begins at a full hour, a midnight, a Monday or a first of a month. A day of a
 * change of the clock is one window of 23 or 25 hours, and one that a zone has skipped is none.
 */
sealed interface Windows {
  /** How many a backfill may have. */
  int MOST = 1000;

  /** How far it is counted what is too much. */
  int COUNTED = 100_000;

  /** At least one window. */
  record Cut(List<Window> all) implements Windows {
    public Cut {
      all = List.copyOf(all);
    }
  }

  /**
   * None can be made.
   *
   * @param why the rest of a sentence that begins with the backfill, and one that says what to do
   */
  record Refused(String why) implements Windows {}

  /** {@return the windows of the backfill, the first one first} */
  static Windows of(BackfillSpec spec, ZoneId zone) {
    var every = Objects.requireNonNullElse(spec.every(), BackfillWindow.UNKNOWN);
    if (every == BackfillWindow.UNKNOWN) {
      return new Refused(
          "has windows of a length that this operator does not know. Write every: Hour, Day, Week or Month.");
    }
    Instant from;
    Instant to;
    try {
      from = instant(spec.from(), zone);
      to = instant(spec.to(), zone);
    } catch (DateTimeException noTime) {
      return new Refused(
          "goes from %s to %s, and one of them is no time. Write days as 2026-01-01, or instants as 2026-01-01T05:00:00Z."
              .formatted(spec.from(), spec.to()));
    }
    if (!from.isBefore(to)) {
      return new Refused(
          "goes from %s to %s, and that is not later. Write a later spec.backfill.to."
              .formatted(from, to));
    }
    return cut(from, to, every, zone);
  }

  private static Windows cut(Instant from, Instant to, BackfillWindow every, ZoneId zone) {
    var windows = new ArrayList<Window>();
    int count = 0;
    var start = from;
    while (start.isBefore(to) && count < COUNTED) {
      var boundary = next(start, every, zone);
      var end = boundary.isBefore(to) ? boundary : to;
      if (windows.size() < MOST) {
        windows.add(new Window(start, end));
      }
      start = end;
      count++;
    }
    return count <= MOST
        ? new Cut(windows)
        : new Refused(
            "would have %s%d windows, and may have %d. Ask for longer windows, or for a part of it."
                .formatted(start.isBefore(to) ? "more than " : "", count, MOST));
  }

  /** {@return the first boundary after that instant} */
  private static Instant next(Instant after, BackfillWindow every, ZoneId zone) {
    var local = after.atZone(zone);
    if (every == BackfillWindow.HOUR) {
      // Not by a local hour: where clocks change by half an hour there is one twice, or a half.
      long behind = local.getLong(ChronoField.SECOND_OF_DAY) % 3600;
      return after.minusNanos(local.getNano()).plusSeconds(3600 - behind);
    }
    var day = begin(local.toLocalDate(), every);
    Instant boundary;
    do { // a day that its zone has skipped begins together with the one after it
      day =
          switch (every) {
            case WEEK -> day.plusWeeks(1);
            case MONTH -> day.plusMonths(1);
            case HOUR, DAY, UNKNOWN -> day.plusDays(1);
          };
      boundary = day.atStartOfDay(zone).toInstant();
    } while (!boundary.isAfter(after));
    return boundary;
  }

  private static LocalDate begin(LocalDate day, BackfillWindow every) {
    return switch (every) {
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> day.withDayOfMonth(1);
      case HOUR, DAY, UNKNOWN -> day;
    };
  }

  private static Instant instant(@Nullable String text, ZoneId zone) {
    if (text == null) {
      throw new DateTimeException("There is none");
    }
    return text.contains("T")
        ? Instant.parse(text)
        : LocalDate.parse(text).atStartOfDay(zone).toInstant();
  }
}
