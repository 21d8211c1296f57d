package dev.penstock.runner.spi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The values of one column of a {@link Batch}: an array that the source writes and the engine reads
 * in place, and a bit per row that says NULL. A value under a set bit means nothing. Owned by one
 * thread at a time.
 */
public abstract sealed class Vector {
  private final long[] nulls = new long[Batch.ROWS / Long.SIZE];
  private boolean anyNull;

  private Vector() {}

  /** Makes a row NULL. */
  public final void setNull(int row) {
    nulls[row >> 6] |= 1L << row;
    anyNull = true;
  }

  /** {@return whether a row is NULL} */
  public final boolean isNull(int row) {
    return anyNull && (nulls[row >> 6] & (1L << row)) != 0;
  }

  /** {@return whether some row is NULL} */
  public final boolean anyNull() {
    return anyNull;
  }

  /** {@return how many bytes it holds on to beside what every vector of its kind does} */
  int held() {
    return 0;
  }

  /** Gives these bytes up; the vector has been cleared. */
  void letGo() {}

  /** {@return the bits of 64 rows, of which a set one is a NULL; the lowest is the first row} */
  public final long nulls(int word) {
    return nulls[word];
  }

  void clear() {
    if (anyNull) {
      java.util.Arrays.fill(nulls, 0);
      anyNull = false;
    }
  }

  /** {@return an empty vector for values of that type} */
  public static Vector of(ColumnType type) {
    return switch (type) {
      case ColumnType.Bool t -> new OfBoolean();
      case ColumnType.Int16 t -> new OfShort();
      case ColumnType.Int32 t -> new OfInt();
      case ColumnType.Date t -> new OfInt();
      case ColumnType.Int64 t -> new OfLong();
      case ColumnType.Time t -> new OfLong();
      case ColumnType.Timestamp t -> new OfLong();
      case ColumnType.TimestampTz t -> new OfLong();
      case ColumnType.Decimal t -> t.narrow() ? new OfLong() : new OfWide();
      case ColumnType.Float32 t -> new OfFloat();
      case ColumnType.Float64 t -> new OfDouble();
      case ColumnType.Text t -> new OfBytes();
      case ColumnType.Bytes t -> new OfBytes();
      case ColumnType.Uuid t -> new OfBytes();
      case ColumnType.Json t -> new OfBytes();
    };
  }

  /** Booleans. */
  public static final class OfBoolean extends Vector {
    public final boolean[] values = new boolean[Batch.ROWS];
  }

  /** Two-byte integers. */
  public static final class OfShort extends Vector {
    public final short[] values = new short[Batch.ROWS];
  }

  /** Four-byte integers, or days. */
  public static final class OfInt extends Vector {
    public final int[] values = new int[Batch.ROWS];
  }

  /** Eight-byte integers, microseconds, or unscaled decimals. */
  public static final class OfLong extends Vector {
    public final long[] values = new long[Batch.ROWS];
  }

  /** Unscaled decimals of up to 38 digits: {@code high * 2^64 + low}, {@code low} unsigned. */
  public static final class OfWide extends Vector {
    public final long[] high = new long[Batch.ROWS];
    public final long[] low = new long[Batch.ROWS];
  }

  /** Four-byte floating point. */
  public static final class OfFloat extends Vector {
    public final float[] values = new float[Batch.ROWS];
  }

  /** Eight-byte floating point. */
  public static final class OfDouble extends Vector {
    public final double[] values = new double[Batch.ROWS];
  }

  /**
   * Byte strings, one after the other in one array. A row is put once, in any order; what was not
   * put since the batch was cleared, or is NULL, has no bytes.
   */
  public static final class OfBytes extends Vector {
    /** So that a reader may load whole words from the beginning of any string. */
    public static final int PADDING = 16;

    /** Up to here copying words is faster than a call that copies any number of bytes. */
    private static final int SHORT = 48;

    private static final VarHandle WORD =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final int[] starts = new int[Batch.ROWS];
    private final int[] lengths = new int[Batch.ROWS];
    private byte[] bytes = new byte[PADDING];
    private int used;

    /** Copies a string in. */
    public void put(int row, byte[] from, int at, int length) {
      int start = used;
      if (length > bytes.length - PADDING - start) {
        grow(length);
      }
      if (length <= SHORT && at <= from.length - SHORT) {
        // Most are short: whole words, the rest of which lies where the next string or nothing is.
        for (int i = 0; i < length; i += 2 * Long.BYTES) {
          WORD.set(bytes, start + i, (long) WORD.get(from, at + i));
          WORD.set(bytes, start + i + Long.BYTES, (long) WORD.get(from, at + i + Long.BYTES));
        }
      } else {
        System.arraycopy(from, at, bytes, start, length);
      }
      starts[row] = start;
      lengths[row] = length;
      used = start + length;
    }

    /** Copies all of an array in. */
    public void put(int row, byte[] value) {
      put(row, value, 0, value.length);
    }

    private void grow(int length) {
      long wanted = (long) used + length + PADDING;
      long most = Integer.MAX_VALUE - 8;
      if (wanted > most) {
        throw new OutOfMemoryError("A batch with more than 2 GiB of text");
      }
      long roomy = Math.max(wanted, bytes.length + bytes.length / 2L);
      bytes = java.util.Arrays.copyOf(bytes, (int) Math.min(most, roomy));
    }

    /** {@return all strings, in the order in which they were put, and {@link #PADDING} beyond} */
    public byte[] bytes() {
      return bytes;
    }

    /** {@return how many of the bytes are used} */
    public int used() {
      return used;
    }

    /** {@return where the string of a row begins} */
    public int start(int row) {
      return starts[row];
    }

    /** {@return how many bytes the string of a row has} */
    public int length(int row) {
      return lengths[row];
    }

    /** {@return a copy of the string of a row} */
    public byte[] copy(int row) {
      return java.util.Arrays.copyOfRange(bytes, starts[row], starts[row] + lengths[row]);
    }

    @Override
    void clear() {
      super.clear();
      java.util.Arrays.fill(starts, 0);
      java.util.Arrays.fill(lengths, 0);
      used = 0;
    }

    @Override
    int held() {
      return bytes.length;
    }

    @Override
    void letGo() {
      bytes = new byte[PADDING];
    }
  }
}
