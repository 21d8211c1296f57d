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

  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private static final int SIZE = 16;
  private static final int INLINE = 12;

  private TextCopy() {}

  static void copy(
      Vector.OfBytes vector, Column column, String source, int rows, MemorySegment to) {
    if (column.type() instanceof ColumnType.Bytes) {
      place(vector, hex(vector), 2, rows, to);
      return;
    }
    if (!Utf8.holds(vector, rows)) {
      int wrong = Utf8.wrong(vector, rows);
      throw new DataException(
          Reason.VALUE_NOT_SUPPORTED,
          "Column %s of %s holds texts that are not UTF-8: %d of the %d rows that were looked at"
              .formatted(column.name(), source, wrong, rows),
          "Correct them there, write in columns of the source what becomes of them, as {name: %s, invalidText: Replace}, or leave the column out"
              .formatted(column.name()),
          wrong);
    }
    place(vector, vector.bytes(), 1, rows, to);
  }

  /**
   * Makes the strings of the rows.
   *
   * @param bytes of all of them, and the padding
   * @param times how many of these one byte of the vector has become
   */
  private static void place(
      Vector.OfBytes vector, byte[] bytes, int times, int rows, MemorySegment to) {
    MemorySegment strings = EngineLibrary.data(to, (long) rows * SIZE);
    int used = times * vector.used();
    long address = 0;
    if (used > INLINE) {
      EngineLibrary.assign(to, 0, bytes, used);
      address = strings.get(ValueLayout.JAVA_LONG, Long.BYTES);
    }
    for (int row = 0; row < rows; row++) {
      int start = times * vector.start(row);
      int length = times * vector.length(row);
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

  /** {@return all bytes of a vector as hexadecimal digits, and the padding} */
  private static byte[] hex(Vector.OfBytes vector) {
    byte[] from = vector.bytes();
    int used = vector.used();
    byte[] hex = new byte[Math.addExact(Math.multiplyExact(2, used), Vector.OfBytes.PADDING)];
    for (int i = 0; i < used; i++) {
      hex[2 * i] = DIGITS[from[i] >> 4 & 0xF];
      hex[2 * i + 1] = DIGITS[from[i] & 0xF];
    }
    return hex;
  }
}
