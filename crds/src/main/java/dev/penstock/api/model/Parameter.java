package dev.penstock.api.model;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/**
 * A named value that SQL uses as {@code $name}; it reaches SQL as a value, never as text.
 *
 * @param value as {@link Type} writes it
 */
public record Parameter(String name, Type type, String value) {
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*");

  /** What a value is. */
  public enum Type {
    /** Up to 4096 characters. */
    TEXT,
    /** Up to 18 digits. */
    INTEGER,
    /** Up to 38 digits, with a point. */
    DECIMAL,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** {@code 2026-03-01}. */
    DATE,
    /** {@code 2026-03-01T10:15:00Z}; another offset is welcome. */
    TIMESTAMP;

    private static final int TEXT_LENGTH = 4096;
    private static final Pattern INTEGERS = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern DECIMALS = Pattern.compile("-?[0-9]{1,38}([.][0-9]{1,38})?");
    private static final Pattern DATES = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    // RFC 3339, with no more digits than a microsecond has: finer ones would be cut.
    private static final Pattern TIMESTAMPS =
        Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?"
                + "(Z|[+-][0-9]{2}:[0-9]{2})");

    /** {@return whether the text is a value of this type} */
    public boolean holds(String value) {
      return switch (this) {
        case TEXT -> value.length() <= TEXT_LENGTH && value.indexOf('\0') < 0;
        case INTEGER -> INTEGERS.matcher(value).matches();
        case DECIMAL ->
            DECIMALS.matcher(value).matches()
                && value.chars().filter(Character::isDigit).count() <= 38;
        case BOOLEAN -> value.equals("true") || value.equals("false");
        case DATE -> DATES.matcher(value).matches() && exists(value);
        case TIMESTAMP -> TIMESTAMPS.matcher(value).matches() && exists(value);
      };
    }

    /** {@return what to write, as the end of a sentence that begins with "Write"} */
    public String shape() {
      return switch (this) {
        case TEXT -> "at most 4096 characters without NUL";
        case INTEGER -> "a whole number of at most 18 digits";
        case DECIMAL -> "a number of at most 38 digits, as 12.50";
        case BOOLEAN -> "true or false";
        case DATE -> "a date, as 2026-03-01";
        case TIMESTAMP -> "a time with its offset, as 2026-03-01T10:15:00Z";
      };
    }

    // Databases begin with the year 1.
    private static boolean exists(String value) {
      try {
        var date =
            value.length() == 10
                ? LocalDate.parse(value)
                : OffsetDateTime.parse(value).toLocalDate();
        return date.getYear() > 0;
      } catch (DateTimeException noSuchDay) {
        return false;
      }
    }
  }

  public Parameter {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("Not a parameter name: " + name);
    }
    if (!type.holds(value)) {
      throw new IllegalArgumentException("Parameter %s holds no %s".formatted(name, type));
    }
  }
}
