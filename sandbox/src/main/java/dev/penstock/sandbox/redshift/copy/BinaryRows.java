package dev.penstock.sandbox.redshift.copy;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes rows in PostgreSQL's COPY binary form and hands them on in pieces. It costs PostgreSQL
 * about half of what reading text does: this is the slowest stage of a load.
 */
final class BinaryRows {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final int PIECE = 1 << 18;
  private static final int NULL = -1;

  /** The base of a digit in PostgreSQL's numeric. */
  private static final int BASE = 10_000;

  /** So many digits behind the point leave room for the padding of a long. */
  private static final int LONG_SCALE = 12;

  private static final int NEGATIVE = 0x4000;
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long[] POWERS = powers();

  private final CopySink sink;
  private final int columns;
  private byte[] bytes = new byte[PIECE * 2];
  private int length;
  private long rows;

  BinaryRows(CopySink sink, int columns) {
    this.sink = sink;
    this.columns = columns;
    System.arraycopy(SIGNATURE, 0, bytes, 0, SIGNATURE.length);
    this.length = SIGNATURE.length;
  }

  private static long[] powers() {
    long[] powers = new long[19];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }

  long rows() {
    return rows;
  }

  void beginRow() throws IOException, LoadFailure {
    if (length >= PIECE) {
      flush();
    }
    rows++;
    put16(columns);
  }

  void nothing() {
    put32(NULL);
  }

  void int16(int value) {
    put32(2);
    put16(value);
  }

  void int32(int value) {
    put32(4);
    put32(value);
  }

  void int64(long value) {
    put32(8);
    put64(value);
  }

  void truth(boolean value) {
    put32(1);
    room(1);
    bytes[length++] = (byte) (value ? 1 : 0);
  }

  void bytes(byte[] value) {
    put32(value.length);
    put(value);
  }

  /** JSON has the number of its version before its text. */
  void json(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    put32(utf8.length + 1);
    room(1);
    bytes[length++] = 1;
    put(utf8);
  }

  /** A decimal by its digits without the point. */
  void decimal(long unscaled, int scale) {
    if (scale > LONG_SCALE) {
      decimal(BigInteger.valueOf(unscaled), scale);
      return;
    }
    long size = Math.abs(unscaled);
    long whole = size / POWERS[scale];
    int fractions = (scale + 3) / 4;
    long fraction = size % POWERS[scale] * POWERS[fractions * 4 - scale];
    int wholes = digits(whole);
    beginDecimal(wholes + fractions, wholes - 1, unscaled < 0, scale);
    for (int i = wholes - 1; i >= 0; i--) {
      put16((int) (whole / POWERS[i * 4] % BASE));
    }
    for (int i = fractions - 1; i >= 0; i--) {
      put16((int) (fraction / POWERS[i * 4] % BASE));
    }
  }

  void decimal(BigInteger unscaled, int scale) {
    int fractions = (scale + 3) / 4;
    BigInteger left = unscaled.abs().multiply(BigInteger.TEN.pow(fractions * 4 - scale));
    int[] digits = new int[16];
    int count = 0;
    while (left.signum() > 0 || count < fractions) {
      BigInteger[] cut = left.divideAndRemainder(BigInteger.valueOf(BASE));
      digits[count++] = cut[1].intValue();
      left = cut[0];
    }
    beginDecimal(count, count - fractions - 1, unscaled.signum() < 0, scale);
    for (int i = count - 1; i >= 0; i--) {
      put16(digits[i]);
    }
  }

  private static int digits(long whole) {
    int digits = 0;
    for (long left = whole; left > 0; left /= BASE) {
      digits++;
    }
    return digits;
  }

  private void beginDecimal(int digits, int weight, boolean negative, int scale) {
    put32(8 + 2 * digits);
    put16(digits);
    put16(weight);
    put16(negative ? NEGATIVE : 0);
    put16(scale);
  }

  /** Ends the whole COPY. */
  void end() throws IOException, LoadFailure {
    put16(-1);
    flush();
  }

  private void flush() throws IOException, LoadFailure {
    sink.read(rows);
    sink.accept(bytes, length);
    length = 0;
  }

  private void put16(int value) {
    room(2);
    SHORT.set(bytes, length, (short) value);
    length += 2;
  }

  private void put32(int value) {
    room(4);
    INT.set(bytes, length, value);
    length += 4;
  }

  private void put64(long value) {
    room(8);
    LONG.set(bytes, length, value);
    length += 8;
  }

  private void put(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }
}
