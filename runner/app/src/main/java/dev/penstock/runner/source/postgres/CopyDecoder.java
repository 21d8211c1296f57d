package dev.penstock.runner.source.postgres;

import static dev.penstock.runner.source.postgres.NetworkOrder.intAt;
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
 *
 * <p>First is noted where the fields of some rows lie, then one column is decoded after the other:
 * a loop over a column has no branch for its type.
 */
final class CopyDecoder {
  private static final byte[] SIGNATURE =
      "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int NULL = -1;

  /** Bytes of a length. */
  static final int LENGTH = Integer.BYTES;

  /** Rows whose columns are decoded together: their bytes are in the cache of a core still. */
  private static final int ROWS = 256;

  private final Field[] fields;
  private final int[] widths;

  /** Where the fields of the rows at hand lie, by column and row; {@link #NULL}: nowhere. */
  private final int[][] places;

  private final String object;
  private byte[] message = new byte[0];
  private int at;
  private int end;
  private boolean begun;
  private boolean ended;
  private int rows;

  /** How the bytes of a column's fields become values. */
  interface Field {
    /** Decodes {@code length} bytes from {@code at} into a row of the vector. */
    void decode(byte[] bytes, int at, int length, Vector into, int row);

    /**
     * Decodes the fields of several rows. Who is often asked has a loop of its own: a call that may
     * go to any of many decoders takes longer than most of them.
     *
     * @param places where in the bytes they lie, behind their lengths; -1: NULL
     * @param first the row of the vector that the first of them is for
     */
    default void decode(byte[] bytes, int[] places, int rows, Vector into, int first) {
      for (int i = 0; i < rows; i++) {
        int at = places[i];
        if (at == NULL) {
          into.setNull(first + i);
        } else {
          decode(bytes, at, intAt(bytes, at - LENGTH), into, first + i);
        }
      }
    }
  }

  /**
   * @param object that is read, for messages: {@code table public.orders}
   */
  CopyDecoder(Schema schema, List<PostgresColumn> columns, String object) {
    this.object = object;
    this.fields = new Field[columns.size()];
    this.widths = new int[columns.size()];
    this.places = new int[columns.size()][ROWS];
    for (int i = 0; i < fields.length; i++) {
      ColumnType type = schema.columns().get(i).type();
      String place = "Column %s of %s".formatted(columns.get(i).name(), object);
      fields[i] = Fields.of(type, columns.get(i).type(), place);
      widths[i] = Fields.width(type, columns.get(i).type());
    }
  }

  /**
   * Takes the next message; the one before is used up. The rows that are at hand stay where they
   * are: as long as there are any, it is a message in the same array.
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

  /** {@return whether the message held one more row, which is at hand now} */
  boolean row() {
    byte[] bytes = message;
    if (at == end || ended) {
      return false;
    }
    try {
      int count = shortAt(bytes, at);
      int next = at + Short.BYTES;
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
        next += LENGTH;
        int width = widths[i];
        if (length == width) {
          // Not the length that was read, which the processor would have to wait for.
          places[i][rows] = next;
          next += width;
        } else if (length == NULL) {
          places[i][rows] = NULL;
        } else if (width == Fields.ANY && length >= 0 && length <= end - next) {
          places[i][rows] = next;
          next += length;
        } else {
          throw malformed();
        }
      }
      if (next > end) {
        throw malformed();
      }
      at = next;
      rows++;
      return true;
    } catch (IndexOutOfBoundsException e) {
      throw malformed();
    }
  }

  /** {@return whether as many rows are at hand as fit} */
  boolean full() {
    return rows == ROWS;
  }

  /**
   * Decodes the rows that are at hand, column by column. Then there are none, and the array that
   * holds them may be overwritten.
   *
   * @param first the row of the batch that the first of them becomes
   */
  void decode(Batch into, int first) {
    try {
      for (int i = 0; i < fields.length && rows > 0; i++) {
        fields[i].decode(message, places[i], rows, into.vector(i), first);
      }
    } catch (IndexOutOfBoundsException e) {
      throw malformed();
    }
    rows = 0;
  }

  private InternalException malformed() {
    return new InternalException(
        Reason.INTERNAL_ERROR,
        "The rows of %s did not come as COPY's binary format says".formatted(object),
        "Report this with its log");
  }
}
