package dev.penstock.sandbox.redshift.copy.target;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a table's column holds. */
public sealed interface ColumnKind {
  Pattern DECIMAL = Pattern.compile("numeric\\((\\d+),(\\d+)\\)");
  Pattern TEXT = Pattern.compile("(character varying|character)\\((\\d+)\\)");

  /** A whole number of 2, 4 or 8 bytes. */
  record Whole(int bytes) implements ColumnKind {}

  record Decimal(int precision, int scale) implements ColumnKind {}

  /** A floating point number of 4 or 8 bytes. */
  record Floating(int bytes) implements ColumnKind {}

  record Truth() implements ColumnKind {}

  record Day() implements ColumnKind {}

  record Moment(boolean zoned) implements ColumnKind {}

  /** A time of day without its zone. */
  record Clock() implements ColumnKind {}

  /** CHAR if padded, else VARCHAR. */
  record Text(int longest, boolean padded) implements ColumnKind {}

  record Super() implements ColumnKind {}

  record Bytes() implements ColumnKind {}

  /** One that no load knows. */
  record Other() implements ColumnKind {}

  /** From PostgreSQL's spelling, such as {@code character varying(20)}. */
  static ColumnKind of(String postgres) {
    Matcher decimal = DECIMAL.matcher(postgres);
    if (decimal.matches()) {
      return new Decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
    }
    Matcher text = TEXT.matcher(postgres);
    if (text.matches()) {
      return new Text(Integer.parseInt(text.group(2)), text.group(1).equals("character"));
    }
    return switch (postgres) {
      case "smallint" -> new Whole(2);
      case "integer" -> new Whole(4);
      case "bigint" -> new Whole(8);
      case "real" -> new Floating(4);
      case "double precision" -> new Floating(8);
      case "boolean" -> new Truth();
      case "date" -> new Day();
      case "timestamp without time zone" -> new Moment(false);
      case "timestamp with time zone" -> new Moment(true);
      case "time without time zone" -> new Clock();
      case "jsonb" -> new Super();
      case "bytea" -> new Bytes();
      default -> new Other();
    };
  }

  /** As {@code stl_load_errors} calls it. */
  default String shortName() {
    return switch (this) {
      case Whole(int bytes) -> "int" + bytes;
      case Decimal decimal -> "numeric";
      case Floating(int bytes) -> "float" + bytes;
      case Truth truth -> "bool";
      case Day day -> "date";
      case Moment(boolean zoned) -> zoned ? "timestamptz" : "timestamp";
      case Clock clock -> "time";
      case Text text -> text.padded() ? "char" : "varchar";
      case Super document -> "super";
      case Bytes bytes -> "varbyte";
      case Other other -> "";
    };
  }

  /** As {@code stl_load_errors} has it in its column of that name. */
  default String length() {
    return switch (this) {
      case Decimal(int precision, int scale) -> "%d, %d".formatted(precision, scale);
      case Text(int longest, boolean padded) -> String.valueOf(longest);
      case Whole whole -> "0";
      case Floating floating -> "0";
      case Truth truth -> "0";
      case Day day -> "0";
      case Moment moment -> "0";
      case Clock clock -> "0";
      case Super document -> "0";
      case Bytes bytes -> "0";
      case Other other -> "0";
    };
  }
}
