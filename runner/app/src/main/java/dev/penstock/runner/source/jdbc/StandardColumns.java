package dev.penstock.runner.source.jdbc;

import dev.penstock.runner.spi.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Columns as JDBC's own methods read them; a connector whose driver makes costly objects of some,
 * or hides what it can not hold, reads those its own way.
 */
public final class StandardColumns {
  private StandardColumns() {}

  /**
   * {@return the reader of a column} Texts are taken as the bytes that came, which have to be
   * UTF-8.
   *
   * @param index of the column, from 1
   */
  public static JdbcColumn of(ColumnType type, int index) {
    return switch (type) {
      case ColumnType.Bool t ->
          (result, to, row) -> {
            boolean value = result.getBoolean(index);
            if (result.wasNull()) {
              to.putNull(row);
            } else {
              to.putBoolean(row, value);
            }
          };
      case ColumnType.Int16 t ->
          (result, to, row) -> {
            short value = result.getShort(index);
            if (result.wasNull()) {
              to.putNull(row);
            } else {
              to.putShort(row, value);
            }
          };
      case ColumnType.Int32 t ->
          (result, to, row) -> {
            int value = result.getInt(index);
            if (result.wasNull()) {
              to.putNull(row);
            } else {
              to.putInt(row, value);
            }
          };
      case ColumnType.Int64 t ->
          (result, to, row) -> {
            long value = result.getLong(index);
            if (result.wasNull()) {
              to.putNull(row);
            } else {
              to.putLong(row, value);
            }
          };
      case ColumnType.Float32 t ->
          (result, to, row) -> {
            float value = result.getFloat(index);
            if (result.wasNull()) {
              to.putNull(row);
            } else {
              to.putFloat(row, value);
            }
          };
      case ColumnType.Float64 t ->
          (result, to, row) -> {
            double value = result.getDouble(index);
            if (result.wasNull()) {
              to.putNull(row);
            } else {
              to.putDouble(row, value);
            }
          };
      case ColumnType.Decimal t ->
          object(
              result -> result.getBigDecimal(index),
              (value, to, row) -> decimal(t, value, to, row));
      case ColumnType.Text t -> bytes(index);
      case ColumnType.Bytes t -> bytes(index);
      case ColumnType.Json t -> bytes(index);
      case ColumnType.Uuid t ->
          object(
              result -> result.getString(index),
              (value, to, row) ->
                  to.putBytes(
                      row, value.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII)));
      case ColumnType.Date t ->
          object(
              result -> result.getObject(index, LocalDate.class),
              (value, to, row) -> to.putInt(row, Math.toIntExact(value.toEpochDay())));
      case ColumnType.Time t ->
          object(
              result -> result.getObject(index, LocalTime.class),
              (value, to, row) -> to.putLong(row, value.toNanoOfDay() / 1_000));
      case ColumnType.Timestamp t ->
          object(
              result -> result.getObject(index, LocalDateTime.class),
              (value, to, row) -> to.putLong(row, micros(value.toInstant(ZoneOffset.UTC))));
      case ColumnType.TimestampTz t ->
          object(
              result -> result.getObject(index, OffsetDateTime.class),
              (value, to, row) -> to.putLong(row, micros(value.toInstant())));
    };
  }

  private static JdbcColumn bytes(int index) {
    return object(result -> result.getBytes(index), (value, to, row) -> to.putBytes(row, value));
  }

  private static void decimal(ColumnType.Decimal type, BigDecimal value, VectorWriter to, int row) {
    BigDecimal scaled = value.setScale(type.scale());
    if (scaled.precision() > type.precision()) {
      throw new ArithmeticException("A number of more digits than " + type);
    }
    BigInteger unscaled = scaled.unscaledValue();
    if (type.narrow()) {
      to.putLong(row, unscaled.longValueExact());
    } else {
      to.putWide(row, unscaled.shiftRight(Long.SIZE).longValueExact(), unscaled.longValue());
    }
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private interface Getter<T> {
    @Nullable T value(ResultSet result) throws SQLException;
  }

  private interface Putter<T> {
    void put(T value, VectorWriter to, int row);
  }

  private static <T> JdbcColumn object(Getter<T> getter, Putter<T> putter) {
    return (result, to, row) -> {
      T value = getter.value(result);
      if (value == null) {
        to.putNull(row);
      } else {
        putter.put(value, to, row);
      }
    };
  }
}
