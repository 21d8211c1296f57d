package dev.penstock.sandbox.redshift.copy.text;

import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Redshift's format strings for dates and times as Java's formatters. */
final class TimePattern {
  private static final Pattern PART =
      Pattern.compile("YYYY|YY|DDD|MM|MON|DD|HH24|HH12|HH|MI|SS|AM|PM|OF|.", Pattern.DOTALL);

  /** Two digits are the years from here on, as in PostgreSQL. */
  private static final int FIRST_SHORT_YEAR = 1970;

  private TimePattern() {}

  static DateTimeFormatter of(String format) {
    String upper = format.toUpperCase(Locale.ROOT);
    boolean halves = upper.contains("AM") || upper.contains("PM") || upper.contains("HH12");
    DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
    Matcher parts = PART.matcher(upper);
    while (parts.find()) {
      append(builder, parts.group(), halves);
    }
    return builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
  }

  private static void append(DateTimeFormatterBuilder builder, String part, boolean halves) {
    switch (part) {
      case "YYYY" -> builder.appendValue(ChronoField.YEAR, 4);
      case "YY" -> builder.appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_SHORT_YEAR);
      case "DDD" -> builder.appendValue(ChronoField.DAY_OF_YEAR, 3);
      case "MM" -> builder.appendValue(ChronoField.MONTH_OF_YEAR, 2);
      case "MON" -> builder.appendPattern("MMM");
      case "DD" -> builder.appendValue(ChronoField.DAY_OF_MONTH, 2);
      case "HH24" -> builder.appendValue(ChronoField.HOUR_OF_DAY, 2);
      case "HH12", "HH" ->
          builder.appendValue(halves ? ChronoField.CLOCK_HOUR_OF_AMPM : ChronoField.HOUR_OF_DAY, 2);
      case "MI" -> builder.appendValue(ChronoField.MINUTE_OF_HOUR, 2);
      case "SS" -> {
        builder.appendValue(ChronoField.SECOND_OF_MINUTE, 2);
        // Fractions follow without being asked for.
        builder
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd();
      }
      case "AM", "PM" -> builder.appendText(ChronoField.AMPM_OF_DAY);
      case "OF" -> builder.appendPattern("[XXX][X]");
      default -> builder.appendLiteral(part);
    }
  }
}
