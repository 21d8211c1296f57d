package dev.penstock.runner.source.postgres;

import static dev.penstock.runner.source.postgres.NetworkOrder.intAt;
import static dev.penstock.runner.source.postgres.NetworkOrder.longAt;
import static dev.penstock.runner.source.postgres.NetworkOrder.shortAt;

import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Vector;

/** The decoder of each type's bytes. Bounds are checked by the arrays themselves. */
final class Fields {
  private static final byte[] HEX =
      "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  /** Of a type whose values differ in length. */
  static final int ANY = -2;

  private Fields() {}

  /** {@return how many bytes every value of a column has, or {@link #ANY}} */
  static int width(ColumnType type, String from) {
    return switch (type) {
      case ColumnType.Bool t -> 1;
      case ColumnType.Int16 t -> Short.BYTES;
      case ColumnType.Int32 t -> Integer.BYTES;
      case ColumnType.Int64 t -> from.equals("oid") ? Integer.BYTES : Long.BYTES;
      case ColumnType.Time t -> Long.BYTES;
      case ColumnType.Float32 t -> Float.BYTES;
      case ColumnType.Float64 t -> Double.BYTES;
      case ColumnType.Date t -> Integer.BYTES;
      case ColumnType.Timestamp t -> Long.BYTES;
      case ColumnType.TimestampTz t -> Long.BYTES;
      case ColumnType.Uuid t -> 16;
      case ColumnType.Text t -> from.equals("char") ? 1 : ANY;
      case ColumnType.Decimal t -> ANY;
      case ColumnType.Bytes t -> ANY;
      case ColumnType.Json t -> ANY;
    };
  }

  /**
   * {@return the decoder of a column}
   *
   * @param from the type in PostgreSQL
   * @param place for messages: {@code Column total of table public.orders}
   */
  static CopyDecoder.Field of(ColumnType type, String from, String place) {
    return switch (type) {
      case ColumnType.Bool t ->
          (bytes, at, length, into, row) -> ((Vector.OfBoolean) into).values[row] = bytes[at] != 0;
      case ColumnType.Int16 t ->
          (bytes, at, length, into, row) ->
              ((Vector.OfShort) into).values[row] = shortAt(bytes, at);
      case ColumnType.Int32 t -> new IntField();
      case ColumnType.Int64 t when from.equals("oid") ->
          (bytes, at, length, into, row) ->
              ((Vector.OfLong) into).values[row] = Integer.toUnsignedLong(intAt(bytes, at));
      case ColumnType.Int64 t -> new LongField();
      case ColumnType.Time t -> new LongField();
      case ColumnType.Float32 t ->
          (bytes, at, length, into, row) ->
              ((Vector.OfFloat) into).values[row] = Float.intBitsToFloat(intAt(bytes, at));
      case ColumnType.Float64 t ->
          (bytes, at, length, into, row) ->
              ((Vector.OfDouble) into).values[row] = Double.longBitsToDouble(longAt(bytes, at));
      case ColumnType.Decimal t -> new NumericField(t, place);
      case ColumnType.Date t -> new DateField(place);
      case ColumnType.Timestamp t -> new TimestampField(place);
      case ColumnType.TimestampTz t -> new TimestampField(place);
      case ColumnType.Uuid t ->
          (bytes, at, length, into, row) -> ((Vector.OfBytes) into).put(row, uuid(bytes, at));
      case ColumnType.Text t -> from.equals("char") ? character() : new BytesField();
      case ColumnType.Bytes t -> new BytesField();
      case ColumnType.Json t -> from.equals("jsonb") ? versioned() : new BytesField();
    };
  }

  /** jsonb begins with a byte for its version. */
  private static CopyDecoder.Field versioned() {
    return (bytes, at, length, into, row) ->
        ((Vector.OfBytes) into).put(row, bytes, at + 1, length - 1);
  }

  /** The one-byte type of the catalogs; zero stands for nothing. */
  private static CopyDecoder.Field character() {
    return (bytes, at, length, into, row) ->
        ((Vector.OfBytes) into).put(row, bytes, at, bytes[at] == 0 ? 0 : 1);
  }

  private static byte[] uuid(byte[] bytes, int at) {
    byte[] text = new byte[36];
    int to = 0;
    for (int i = 0; i < 16; i++) {
      if (i == 4 || i == 6 || i == 8 || i == 10) {
        text[to++] = '-';
      }
      text[to++] = HEX[bytes[at + i] >> 4 & 0xF];
      text[to++] = HEX[bytes[at + i] & 0xF];
    }
    return text;
  }

  static DataException refused(String place, String what) {
    return new DataException(
        Reason.VALUE_NOT_SUPPORTED,
        "%s holds %s, which no target holds".formatted(place, what),
        "Correct the rows, leave the column out, or read a view that replaces such values");
  }
}
