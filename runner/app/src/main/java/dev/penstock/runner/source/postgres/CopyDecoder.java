package dev.penstock.runner.source.postgres;

import static dev.penstock.runner.source.postgres.NetworkOrder.intAt;
import static dev.penstock.runner.source.postgres.NetworkOrder.longAt;
import static dev.penstock.runner.source.postgres.NetworkOrder.shortAt;

import dev.penstock.runner.spi.Batch;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.spi.Vector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Decodes the binary format of COPY: a header of 19 bytes, per row a count of fields and per field
 * its length and bytes, at the end a count of -1. Big-endian throughout; dates and times count from
 * 2000-01-01. The server sends whole rows, so a row never spans two messages.
 */
final class CopyDecoder {
  private static final byte[] SIGNATURE =
      "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int NULL = -1;

  /**
   * The most frequent fields, which the loop over a row decodes itself: a call that may go to any
   * of many decoders takes longer than most of them.
   */
  private enum Kind {
    INT,
    LONG,
    NUMERIC,
    DATE,
    TIMESTAMP,
    BYTES,
    OTHER
  }

  private final Field[] fields;
  private final Kind[] kinds;
  private final int[] widths;
  private final String object;
  private byte[] message = new byte[0];
  private int at;
  private int end;
  private boolean begun;
  private boolean ended;

  /** How a field's bytes become a value. */
  interface Field {
    /** Decodes {@code length} bytes from {@code at} into a row of the vector. */
    void decode(byte[] bytes, int at, int length, Vector into, int row);
  }

  /**
   * @param object that is read, for messages: {@code table public.orders}
   */
  CopyDecoder(Schema schema, List<PostgresColumn> columns, String object) {
    this.object = object;
    this.fields = new Field[columns.size()];
    this.kinds = new Kind[columns.size()];
    this.widths = new int[columns.size()];
    for (int i = 0; i < fields.length; i++) {
      ColumnType type = schema.columns().get(i).type();
      String place = "Column %s of %s".formatted(columns.get(i).name(), object);
      fields[i] = Fields.of(type, columns.get(i).type(), place);
      kinds[i] = kind(type, fields[i], columns.get(i).type());
      widths[i] = Fields.width(type, columns.get(i).type());
    }
  }

  private static Kind kind(ColumnType type, Field field, String from) {
    if (field instanceof NumericField) {
      return Kind.NUMERIC;
    }
    if (field instanceof DateField) {
      return Kind.DATE;
    }
    if (field instanceof TimestampField) {
      return Kind.TIMESTAMP;
    }
    if (type instanceof ColumnType.Int32) {
      return Kind.INT;
    }
    if (type instanceof ColumnType.Int64 && !from.equals("oid")) {
      return Kind.LONG;
    }
    boolean bytes = type instanceof ColumnType.Text || type instanceof ColumnType.Bytes;
    return bytes && !from.equals("char") ? Kind.BYTES : Kind.OTHER;
  }

  /**
   * Takes the next message; the one before is used up.
   *
   * @param message the array that holds it, from one place up to another
   */
  void take(byte[] message, int from, int to) {
    this.message = message;
    this.at = from;
    this.end = to;
    if (!begun) {
      header();
    }
  }

  private void header() {
    begun = true;
    int length = SIGNATURE.length + 8;
    if (end - at < length
        || !Arrays.equals(message, at, at + SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
      throw malformed();
    }
    int extension = intAt(message, at + SIGNATURE.length + 4);
    if (extension < 0 || extension > end - at - length) {
      throw malformed();
    }
    at += length + extension;
  }

  /** {@return whether the message held one more row, which is decoded now} */
  boolean row(Batch into, int row) {
    byte[] bytes = message;
    if (at == end || ended) {
      return false;
    }
    try {
      int count = shortAt(bytes, at);
      int next = at + 2;
      if (count == NULL) {
        ended = true;
        at = next;
        return false;
      }
      if (count != fields.length) {
        throw malformed();
      }
      for (int i = 0; i < count; i++) {
        int length = intAt(bytes, next);
        next += 4;
        Vector vector = into.vector(i);
        if (length == NULL) {
          vector.setNull(row);
        } else if (length < 0
            || length > end - next
            || widths[i] != Fields.ANY && widths[i] != length) {
          throw malformed();
        } else {
          switch (kinds[i]) {
            case INT -> ((Vector.OfInt) vector).values[row] = intAt(bytes, next);
            case LONG -> ((Vector.OfLong) vector).values[row] = longAt(bytes, next);
            case NUMERIC -> ((NumericField) fields[i]).decode(bytes, next, length, vector, row);
            case DATE -> ((DateField) fields[i]).decode(bytes, next, length, vector, row);
            case TIMESTAMP -> ((TimestampField) fields[i]).decode(bytes, next, length, vector, row);
            case BYTES -> ((Vector.OfBytes) vector).put(row, bytes, next, length);
            case OTHER -> fields[i].decode(bytes, next, length, vector, row);
          }
          next += length;
        }
      }
      if (next > end) {
        throw malformed();
      }
      at = next;
      return true;
    } catch (IndexOutOfBoundsException e) {
      throw malformed();
    }
  }

  private InternalException malformed() {
    return new InternalException(
        Reason.INTERNAL_ERROR,
        "The rows of %s did not come as COPY's binary format says".formatted(object),
        "Report this with its log");
  }
}
