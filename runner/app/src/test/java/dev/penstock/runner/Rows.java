package dev.penstock.runner;

import dev.penstock.runner.spi.Batch;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.spi.Vector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Rows as tests write them, and as they read them from batches: the oracle of decoders. */
public record Rows(Schema schema, List<List<Object>> values) {
  private static final BigInteger LOW = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  public Rows {
    values =
        values.stream().map(row -> Collections.unmodifiableList(new ArrayList<>(row))).toList();
  }

  public static Rows of(Schema schema, Object[]... rows) {
    return new Rows(schema, Arrays.stream(rows).map(Arrays::asList).toList());
  }

  public static Object[] row(Object... values) {
    return values;
  }

  /** Fills the batch with rows from a place on; says how many. */
  public int fill(Batch batch, int from, int to) {
    batch.clear();
    int rows = Math.min(Batch.ROWS, to - from);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < schema.columns().size(); column++) {
        put(
            batch.vector(column),
            schema.columns().get(column).type(),
            row,
            values.get(from + row).get(column));
      }
    }
    batch.filled(rows);
    return rows;
  }

  private static void put(Vector vector, ColumnType type, int row, Object value) {
    if (value == null) {
      vector.setNull(row);
      return;
    }
    switch (vector) {
      case Vector.OfBoolean v -> v.values[row] = (Boolean) value;
      case Vector.OfShort v -> v.values[row] = (Short) value;
      case Vector.OfInt v ->
          v.values[row] =
              type instanceof ColumnType.Date
                  ? (int) ((LocalDate) value).toEpochDay()
                  : (Integer) value;
      case Vector.OfLong v -> v.values[row] = number(type, value);
      case Vector.OfFloat v -> v.values[row] = (Float) value;
      case Vector.OfDouble v -> v.values[row] = (Double) value;
      case Vector.OfWide v -> {
        BigInteger unscaled =
            ((BigDecimal) value).setScale(((ColumnType.Decimal) type).scale()).unscaledValue();
        v.high[row] = unscaled.shiftRight(64).longValueExact();
        v.low[row] = unscaled.and(LOW).longValue();
      }
      case Vector.OfBytes v ->
          v.put(
              row,
              value instanceof byte[] bytes
                  ? bytes
                  : value.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static long number(ColumnType type, Object value) {
    return switch (type) {
      case ColumnType.Decimal t ->
          ((BigDecimal) value).setScale(t.scale()).unscaledValue().longValueExact();
      case ColumnType.Time t -> ((LocalTime) value).toNanoOfDay() / 1000;
      case ColumnType.Timestamp t -> micros(((LocalDateTime) value).toInstant(ZoneOffset.UTC));
      case ColumnType.TimestampTz t -> micros((Instant) value);
      default -> (Long) value;
    };
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  /** Reads a batch back as the same kinds of objects. */
  public static List<List<Object>> read(Batch batch, Schema schema) {
    List<List<Object>> rows = new ArrayList<>();
    for (int row = 0; row < batch.rows(); row++) {
      List<Object> values = new ArrayList<>();
      for (int column = 0; column < schema.columns().size(); column++) {
        values.add(get(batch.vector(column), schema.columns().get(column).type(), row));
      }
      rows.add(values);
    }
    return rows;
  }

  private static Object get(Vector vector, ColumnType type, int row) {
    if (vector.isNull(row)) {
      return null;
    }
    return switch (vector) {
      case Vector.OfBoolean v -> v.values[row];
      case Vector.OfShort v -> v.values[row];
      case Vector.OfInt v ->
          type instanceof ColumnType.Date
              ? LocalDate.ofEpochDay(v.values[row])
              : (Object) v.values[row];
      case Vector.OfLong v -> object(type, v.values[row]);
      case Vector.OfFloat v -> v.values[row];
      case Vector.OfDouble v -> v.values[row];
      case Vector.OfWide v ->
          new BigDecimal(
              BigInteger.valueOf(v.high[row])
                  .shiftLeft(64)
                  .add(BigInteger.valueOf(v.low[row]).and(LOW)),
              ((ColumnType.Decimal) type).scale());
      case Vector.OfBytes v ->
          type instanceof ColumnType.Bytes
              ? v.copy(row)
              : new String(v.copy(row), StandardCharsets.UTF_8);
    };
  }

  private static Object object(ColumnType type, long value) {
    return switch (type) {
      case ColumnType.Decimal t -> BigDecimal.valueOf(value, t.scale());
      case ColumnType.Time t -> LocalTime.ofNanoOfDay(value * 1000);
      case ColumnType.Timestamp t ->
          LocalDateTime.ofInstant(Instant.EPOCH.plus(value, ChronoUnit.MICROS), ZoneOffset.UTC);
      case ColumnType.TimestampTz t -> Instant.EPOCH.plus(value, ChronoUnit.MICROS);
      default -> value;
    };
  }
}
