package dev.penstock.operator.slot;

import dev.penstock.api.validation.Schedule;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A cron line as sets of numbers, read as Kubernetes' controller reads it (robfig/cron 3.0.1): days
 * of month and of week are both to match when one of them is a star, else one of them is enough;
 * {@code 5/10} goes on to the end of the field; a star with a step is no star.
 */
record CronLine(long minutes, long hours, long days, long months, long weekdays, boolean bothDays) {
  private static final List<String> MONTHS =
      List.of(
          "", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> WEEKDAYS =
      List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  /** {@return the line; empty when the validator would refuse it} */
  static Optional<CronLine> parse(String line) {
    return Schedule.parse(line).map(valid -> of(plain(line).strip().split("\\s+")));
  }

  private static CronLine of(String[] fields) {
    var days = Field.of(fields[2], 1, 31, List.of());
    var weekdays = Field.of(fields[4], 0, 6, WEEKDAYS);
    return new CronLine(
        Field.of(fields[0], 0, 59, List.of()).bits(),
        Field.of(fields[1], 0, 23, List.of()).bits(),
        days.bits(),
        Field.of(fields[3], 1, 12, MONTHS).bits(),
        weekdays.bits(),
        days.star() || weekdays.star());
  }

  private static String plain(String line) {
    return switch (line) {
      case "@yearly", "@annually" -> "0 0 1 1 *";
      case "@monthly" -> "0 0 1 * *";
      case "@weekly" -> "0 0 * * 0";
      case "@daily", "@midnight" -> "0 0 * * *";
      case "@hourly" -> "0 * * * *";
      default -> line;
    };
  }

  boolean hasMinute(int minute) {
    return has(minutes, minute);
  }

  boolean hasHour(int hour) {
    return has(hours, hour);
  }

  boolean hasMonth(int month) {
    return has(months, month);
  }

  /**
   * @param weekday from 0, which is Sunday
   */
  boolean hasDay(int day, int weekday) {
    return bothDays
        ? has(days, day) && has(weekdays, weekday)
        : has(days, day) || has(weekdays, weekday);
  }

  private static boolean has(long bits, int number) {
    return (bits >>> number & 1) == 1;
  }

  private record Field(long bits, boolean star) {
    static Field of(String text, int min, int max, List<String> names) {
      long bits = 0;
      var star = false;
      for (var part : text.split(",")) {
        var steps = part.split("/", 2);
        var ends = steps[0].split("-", 2);
        var all = ends[0].equals("*");
        int step = steps.length == 1 ? 1 : Integer.parseInt(steps[1]);
        int first = all ? min : number(ends[0], names);
        int last =
            all || (ends.length == 1 && steps.length == 2)
                ? max
                : ends.length == 1 ? first : number(ends[1], names);
        for (int i = first; i <= last; i += step) {
          bits |= 1L << i;
        }
        star |= all && step == 1;
      }
      return new Field(bits, star);
    }

    private static int number(String text, List<String> names) {
      int named = names.indexOf(text.toUpperCase(Locale.ROOT));
      return named >= 0 ? named : Integer.parseInt(text);
    }
  }
}
