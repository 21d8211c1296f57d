package dev.penstock.sandbox.redshift.sql;

import java.util.Locale;
import java.util.Map;

/** The names of a date's parts that Redshift takes, and the one that PostgreSQL takes for each. */
final class DateParts {
  private static final Map<String, String> CANONICAL =
      Map.ofEntries(
          Map.entry("y", "year"),
          Map.entry("yr", "year"),
          Map.entry("yrs", "year"),
          Map.entry("years", "year"),
          Map.entry("qtr", "quarter"),
          Map.entry("qtrs", "quarter"),
          Map.entry("quarters", "quarter"),
          Map.entry("mon", "month"),
          Map.entry("mons", "month"),
          Map.entry("months", "month"),
          Map.entry("w", "week"),
          Map.entry("weeks", "week"),
          Map.entry("d", "day"),
          Map.entry("days", "day"),
          Map.entry("dayofweek", "dow"),
          Map.entry("dw", "dow"),
          Map.entry("weekday", "dow"),
          Map.entry("dayofyear", "doy"),
          Map.entry("dy", "doy"),
          Map.entry("yearday", "doy"),
          Map.entry("h", "hour"),
          Map.entry("hr", "hour"),
          Map.entry("hrs", "hour"),
          Map.entry("hours", "hour"),
          Map.entry("m", "minute"),
          Map.entry("min", "minute"),
          Map.entry("mins", "minute"),
          Map.entry("minutes", "minute"),
          Map.entry("s", "second"),
          Map.entry("sec", "second"),
          Map.entry("secs", "second"),
          Map.entry("seconds", "second"),
          Map.entry("ms", "millisecond"),
          Map.entry("msec", "millisecond"),
          Map.entry("msecs", "millisecond"),
          Map.entry("milliseconds", "millisecond"),
          Map.entry("us", "microsecond"),
          Map.entry("usec", "microsecond"),
          Map.entry("usecs", "microsecond"),
          Map.entry("microseconds", "microsecond"));

  private DateParts() {}

  /** One name for each part; a name that nobody knows stays, for PostgreSQL to refuse. */
  static String canonical(Token part) throws Refusal {
    String name;
    if (part.kind() == Token.Kind.TEXT) {
      name = part.value();
    } else if (part.isName()) {
      name = part.name();
    } else {
      throw Refusal.syntax(part.text());
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return CANONICAL.getOrDefault(lower, lower);
  }
}
