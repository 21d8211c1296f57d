package dev.penstock.runner.engine;

import dev.penstock.runner.spi.Batch;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.Vector;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The loops that move a batch's columns into the engine's memory, each as a block. */
final class VectorCopy {
  private static final int DECIMAL_IN_SHORT = 4;
  private static final int DECIMAL_IN_INT = 9;

  private VectorCopy() {}

  /**
   * Moves the first rows of a column.
   *
   * @param source whose column it is, for messages: {@code source orders (table public.orders)}
   */
  static void copy(Vector from, Column column, String source, int rows, MemorySegment to) {
    switch (from) {
      case Vector.OfBoolean vector -> booleans(vector, rows, to);
      case Vector.OfShort vector ->
          block(MemorySegment.ofArray(vector.values), (long) rows * Short.BYTES, to);
      case Vector.OfInt vector ->
          block(MemorySegment.ofArray(vector.values), (long) rows * Integer.BYTES, to);
      case Vector.OfLong vector -> longs(vector, column.type(), rows, to);
      case Vector.OfFloat vector ->
          block(MemorySegment.ofArray(vector.values), (long) rows * Float.BYTES, to);
      case Vector.OfDouble vector ->
          block(MemorySegment.ofArray(vector.values), (long) rows * Double.BYTES, to);
      case Vector.OfWide vector -> wide(vector, rows, to);
      case Vector.OfBytes vector -> TextCopy.copy(vector, column, source, rows, to);
    }
    validity(from, rows, to);
  }

  private static void block(MemorySegment values, long bytes, MemorySegment to) {
    MemorySegment.copy(values, 0, EngineLibrary.data(to, bytes), 0, bytes);
  }

  private static void booleans(Vector.OfBoolean vector, int rows, MemorySegment to) {
    MemorySegment data = EngineLibrary.data(to, rows);
    for (int row = 0; row < rows; row++) {
      data.set(ValueLayout.JAVA_BYTE, row, vector.values[row] ? (byte) 1 : 0);
    }
  }

  /** The engine keeps decimals of few digits in fewer bytes. */
  private static void longs(Vector.OfLong vector, ColumnType type, int rows, MemorySegment to) {
    int digits =
        type instanceof ColumnType.Decimal decimal ? decimal.precision() : Integer.MAX_VALUE;
    if (digits <= DECIMAL_IN_SHORT) {
      MemorySegment data = EngineLibrary.data(to, (long) rows * Short.BYTES);
      for (int row = 0; row < rows; row++) {
        data.setAtIndex(ValueLayout.JAVA_SHORT, row, (short) vector.values[row]);
      }
    } else if (digits <= DECIMAL_IN_INT) {
      MemorySegment data = EngineLibrary.data(to, (long) rows * Integer.BYTES);
      for (int row = 0; row < rows; row++) {
        data.setAtIndex(ValueLayout.JAVA_INT, row, (int) vector.values[row]);
      }
    } else {
      block(MemorySegment.ofArray(vector.values), (long) rows * Long.BYTES, to);
    }
  }

  private static void wide(Vector.OfWide vector, int rows, MemorySegment to) {
    MemorySegment data = EngineLibrary.data(to, 2L * rows * Long.BYTES);
    for (int row = 0; row < rows; row++) {
      data.setAtIndex(ValueLayout.JAVA_LONG, 2L * row, vector.low[row]);
      data.setAtIndex(ValueLayout.JAVA_LONG, 2L * row + 1, vector.high[row]);
    }
  }

  /** Always: how a chunk that is used again begins is not documented. */
  private static void validity(Vector from, int rows, MemorySegment to) {
    MemorySegment valid = EngineLibrary.validity(to, Batch.ROWS / Byte.SIZE);
    for (int word = 0; word * Long.SIZE < rows; word++) {
      valid.setAtIndex(ValueLayout.JAVA_LONG, word, ~from.nulls(word));
    }
  }
}
