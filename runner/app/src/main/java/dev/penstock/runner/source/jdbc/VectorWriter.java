package dev.penstock.runner.source.jdbc;

import dev.penstock.runner.spi.Vector;

/**
 * Writes the values of one column of one batch: the only place of this package that knows how a
 * {@link Vector} holds them. Each value is put once.
 */
public final class VectorWriter {
  private final Vector vector;
  private final Tally tally;

  VectorWriter(Vector vector, Tally tally) {
    this.vector = vector;
    this.tally = tally;
  }

  /** Writes what a connector decodes by itself. */
  @FunctionalInterface
  public interface Decoder {
    /** Decodes a value into a row of the vector. */
    void decode(byte[] value, Vector into, int row);
  }

  /** Makes a row NULL. */
  public void putNull(int row) {
    tally.addNull();
    vector.setNull(row);
  }

  /** Puts a truth value. */
  public void putBoolean(int row, boolean value) {
    tally.add(value ? 1 : 0, 1);
    ((Vector.OfBoolean) vector).values[row] = value;
  }

  /** Puts a number of two bytes. */
  public void putShort(int row, short value) {
    tally.add(value, Short.BYTES);
    ((Vector.OfShort) vector).values[row] = value;
  }

  /** Puts a number of four bytes, or days. */
  public void putInt(int row, int value) {
    tally.add(value, Integer.BYTES);
    ((Vector.OfInt) vector).values[row] = value;
  }

  /** Puts a number of eight bytes, microseconds, or an unscaled decimal. */
  public void putLong(int row, long value) {
    tally.add(value, Long.BYTES);
    ((Vector.OfLong) vector).values[row] = value;
  }

  /** Puts an unscaled decimal of up to 38 digits: {@code high * 2^64 + low}. */
  public void putWide(int row, long high, long low) {
    tally.add(high, Long.BYTES);
    tally.add(low, Long.BYTES);
    ((Vector.OfWide) vector).high[row] = high;
    ((Vector.OfWide) vector).low[row] = low;
  }

  /** Puts a floating point number of four bytes. */
  public void putFloat(int row, float value) {
    tally.add(Float.floatToRawIntBits(value), Float.BYTES);
    ((Vector.OfFloat) vector).values[row] = value;
  }

  /** Puts a floating point number of eight bytes. */
  public void putDouble(int row, double value) {
    tally.add(Double.doubleToRawLongBits(value), Double.BYTES);
    ((Vector.OfDouble) vector).values[row] = value;
  }

  /** Puts a copy of bytes. */
  public void putBytes(int row, byte[] value) {
    tally.add(value);
    ((Vector.OfBytes) vector).put(row, value);
  }

  /** Puts what a decoder of the connector makes of bytes as they came. */
  public void put(int row, byte[] value, Decoder decoder) {
    tally.add(value);
    decoder.decode(value, vector, row);
  }
}
