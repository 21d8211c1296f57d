package dev.penstock.runner.engine;

import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Vector;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Moves the strings of a column into the engine's memory. A string is 16 bytes there: its length
 * and, up to twelve bytes, the string itself, padded with zeros; else its first four bytes and an
 * address (the type {@code duckdb_string_t} of the engine's C interface). All strings of the column
 * are handed over at once as one; the others then point into that one.
 */
final class TextCopy {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private static final int SIZE = 16;
  private static final int INLINE = 12;

  private TextCopy() {}

  static void copy(Vector.OfBytes vector, Column column, int rows, MemorySegment to) {
    if (column.type() instanceof ColumnType.Bytes) {
      place(hex(vector, rows), rows, to);
      return;
    }
    if (!Utf8.holds(vector, rows)) {
      throw new DataException(
          Reason.VALUE_NOT_SUPPORTED,
          "Column %s holds a text that is not UTF-8".formatted(column.name()),
          "Correct the text in the source, or leave the column out");
    }
    place(vector, rows, to);
  }

  private static void place(Vector.OfBytes vector, int rows, MemorySegment to) {
    MemorySegment strings = EngineLibrary.data(to, (long) rows * SIZE);
    byte[] bytes = vector.bytes();
    long address = 0;
    if (vector.used() > INLINE) {
      EngineLibrary.assign(to, 0, bytes, vector.used());
      address = strings.get(ValueLayout.JAVA_LONG, Long.BYTES);
    }
    for (int row = 0; row < rows; row++) {
      int start = vector.start(row);
      int length = vector.length(row);
      long at = (long) row * SIZE;
      if (length <= INLINE) {
        // What lies beyond the string has to be zero: the engine compares all sixteen bytes.
        long first = (int) INT.get(bytes, start) & low(length);
        long rest = (long) LONG.get(bytes, start + Integer.BYTES) & low(length - Integer.BYTES);
        strings.set(ValueLayout.JAVA_LONG, at, first << Integer.SIZE | length);
        strings.set(ValueLayout.JAVA_LONG, at + Long.BYTES, rest);
      } else {
        long first = (int) INT.get(bytes, start);
        strings.set(ValueLayout.JAVA_LONG, at, first << Integer.SIZE | length);
        strings.set(ValueLayout.JAVA_LONG, at + Long.BYTES, address + start);
      }
    }
  }

  /** {@return a mask of the first bytes of a little-endian word} */
  private static long low(int bytes) {
    if (bytes <= 0) {
      return 0;
    }
    return bytes >= Long.BYTES ? -1L : (1L << bytes * Byte.SIZE) - 1;
  }

  private static Vector.OfBytes hex(Vector.OfBytes vector, int rows) {
    var hex = new Vector.OfBytes();
    for (int row = 0; row < rows; row++) {
      int start = vector.start(row);
      String text = HexFormat.of().formatHex(vector.bytes(), start, start + vector.length(row));
      hex.put(row, text.getBytes(StandardCharsets.US_ASCII));
    }
    return hex;
  }
}
