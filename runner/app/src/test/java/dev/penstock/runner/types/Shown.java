package dev.penstock.runner.types;

import dev.hardwood.reader.RowReader;
import dev.penstock.runner.spi.ColumnType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A value as one text, whoever holds it: numbers in plain digits, days since 1970, microseconds
 * since 1970 or of the day, bytes in hexadecimal digits.
 */
final class Shown {
  private static final Pattern MOMENT =
      Pattern.compile("(\\d+)-(\\d+)-(\\d+)(?: (\\d+):(\\d+):(\\d+)(?:\\.(\\d+))?)?( BC)?");
  private static final Pattern CLOCK = Pattern.compile("(\\d+):(\\d+):(\\d+)(?:\\.(\\d+))?");

  private Shown() {}

  /** {@return an expression of PostgreSQL that yields what {@link #ofSource} reads} */
  static String bySource(Sample sample) {
    var value = sample.read();
    return switch (sample.relation()) {
      case ColumnType.Bytes t -> "encode(%s, 'hex')".formatted(value);
      case ColumnType.Date t -> "(%s - date '1970-01-01')::text".formatted(value);
      case ColumnType.Time t -> micros(value);
      case ColumnType.Timestamp t -> micros(value);
      case ColumnType.TimestampTz t -> micros(value);
      // A cast of it to text leaves out the blanks at its end.
      case ColumnType.Text t when sample.row() == PostgresType.CHAR ->
          "rpad(%s::text, 7)".formatted(value);
      default -> "(%s)::text".formatted(value);
    };
  }

  private static String micros(String value) {
    return "(extract(epoch FROM %s) * 1000000)::numeric(30,0)::text".formatted(value);
  }

  /** {@return the text of a value in the source} */
  static String ofSource(String value, Sample sample) {
    return switch (sample.relation()) {
      case ColumnType.Float32 t -> Float.toString(Float.parseFloat(value));
      case ColumnType.Float64 t -> Double.toString(Double.parseDouble(value));
      default -> value;
    };
  }

  /** {@return the text of a value in a part; null: it has none} */
  static String byPart(RowReader row, Sample sample) {
    var name = sample.name();
    if (row.isNull(name)) {
      return null;
    }
    return switch (sample.relation()) {
      case ColumnType.Bool t -> String.valueOf(row.getBoolean(name));
      case ColumnType.Int16 t -> String.valueOf(row.getInt(name));
      case ColumnType.Int32 t -> String.valueOf(row.getInt(name));
      case ColumnType.Int64 t -> String.valueOf(row.getLong(name));
      case ColumnType.Float32 t -> Float.toString(row.getFloat(name));
      case ColumnType.Float64 t -> Double.toString(row.getDouble(name));
      case ColumnType.Decimal t -> row.getDecimal(name).toPlainString();
      case ColumnType.Bytes t -> HexFormat.of().formatHex(row.getBinary(name));
      case ColumnType.Date t -> String.valueOf(row.getDate(name).toEpochDay());
      case ColumnType.Time t -> clock(row.getString(name));
      case ColumnType.Timestamp t -> micros(row.getLocalTimestamp(name).toInstant(ZoneOffset.UTC));
      case ColumnType.TimestampTz t -> micros(row.getTimestamp(name));
      case ColumnType.Text t -> row.getString(name);
      case ColumnType.Uuid t -> row.getString(name);
      case ColumnType.Json t -> row.getString(name);
    };
  }

  /** {@return an expression of Redshift that yields what {@link #byWarehouse} reads} */
  static String inWarehouse(Sample sample) {
    return switch (sample.relation()) {
      case ColumnType.Date t -> "CAST(%s AS VARCHAR)".formatted(sample.name());
      case ColumnType.Time t -> "CAST(%s AS VARCHAR)".formatted(sample.name());
      case ColumnType.Timestamp t -> "CAST(%s AS VARCHAR)".formatted(sample.name());
      case ColumnType.TimestampTz t ->
          "CAST((%s AT TIME ZONE 'UTC') AS VARCHAR)".formatted(sample.name());
      default -> sample.name();
    };
  }

  /** {@return the text of a value in the warehouse} */
  static String byWarehouse(String value, Sample sample) {
    return switch (sample.relation()) {
      case ColumnType.Bool t -> value.startsWith("t") ? "true" : "false";
      case ColumnType.Float32 t -> Float.toString(Float.parseFloat(value));
      case ColumnType.Float64 t -> Double.toString(Double.parseDouble(value));
      case ColumnType.Decimal t -> new BigDecimal(value).toPlainString();
      // The driver shows them as PostgreSQL does.
      case ColumnType.Bytes t -> value.replaceFirst("^\\\\x", "").toLowerCase(Locale.ROOT);
      case ColumnType.Time t -> clock(value);
      case ColumnType.Date t -> String.valueOf(moment(value).toLocalDate().toEpochDay());
      case ColumnType.Timestamp t -> micros(moment(value).toInstant(ZoneOffset.UTC));
      case ColumnType.TimestampTz t -> micros(moment(value).toInstant(ZoneOffset.UTC));
      default -> value;
    };
  }

  private static String micros(Instant instant) {
    return String.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
  }

  /** The last moment of a day is its 24th hour in PostgreSQL, which Java does not have. */
  private static String clock(String text) {
    var clock = CLOCK.matcher(text);
    if (!clock.matches()) {
      throw new IllegalArgumentException(text);
    }
    long seconds =
        Long.parseLong(clock.group(1)) * 3600
            + Long.parseLong(clock.group(2)) * 60
            + Long.parseLong(clock.group(3));
    return String.valueOf(seconds * 1_000_000 + fraction(clock.group(4)));
  }

  private static LocalDateTime moment(String text) {
    var moment = MOMENT.matcher(text);
    if (!moment.matches()) {
      throw new IllegalArgumentException(text);
    }
    int year = Integer.parseInt(moment.group(1));
    var day =
        LocalDateTime.of(
            moment.group(8) == null ? year : 1 - year,
            Integer.parseInt(moment.group(2)),
            Integer.parseInt(moment.group(3)),
            0,
            0);
    return moment.group(4) == null
        ? day
        : day.plusHours(Long.parseLong(moment.group(4)))
            .plusMinutes(Long.parseLong(moment.group(5)))
            .plusSeconds(Long.parseLong(moment.group(6)))
            .plus(fraction(moment.group(7)), ChronoUnit.MICROS);
  }

  private static long fraction(String digits) {
    return digits == null ? 0 : Long.parseLong((digits + "000000").substring(0, 6));
  }
}
