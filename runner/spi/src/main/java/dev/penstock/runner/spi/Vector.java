package dev.penstock.runner.spi;

import org.jspecify.annotations.Nullable;

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

  /** Byte strings, one array each; the array of a NULL is null. */
  public static final class OfBytes extends Vector {
    public final byte[] @Nullable [] values = new byte[Batch.ROWS][];

    /** Lets go of the arrays too: one of them can be as large as a whole batch should be. */
    @Override
    void clear() {
      super.clear();
      java.util.Arrays.fill(values, null);
    }
  }
}
