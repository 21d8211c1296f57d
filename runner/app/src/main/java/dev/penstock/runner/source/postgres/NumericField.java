package dev.penstock.runner.source.postgres;

import static dev.penstock.runner.source.postgres.NetworkOrder.longAt;
import static dev.penstock.runner.source.postgres.NetworkOrder.shortAt;

import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.Vector;

/**
 * Decodes numeric: a count of digits to the base of 10,000, the weight of the first, a sign, a
 * display scale, the digits. The result is the value times 10 to the power of the declared scale,
 * in one long or in two.
 */
final class NumericField implements CopyDecoder.Field {
  private static final int HEADER = 8;
  private static final int BASE = 10_000;
  private static final int BASE_DIGITS = 4;
  private static final int NEGATIVE = 0x4000;
  private static final int[] TENS = {1, 10, 100, 1_000, 10_000};

  private final int precision;
  private final int scale;
  private final boolean narrow;
  private final String place;

  NumericField(ColumnType.Decimal type, String place) {
    this.precision = type.precision();
    this.scale = type.scale();
    this.narrow = type.narrow();
    this.place = place;
  }

  @Override
  public void decode(byte[] bytes, int at, int length, Vector into, int row) {
    if (length < HEADER) {
      throw new IndexOutOfBoundsException(length);
    }
    long header = longAt(bytes, at);
    int digits = (int) (header >>> 48);
    int weight = (short) (header >>> 32);
    int sign = (int) (header >>> 16) & 0xFFFF;
    if (sign != 0 && sign != NEGATIVE) {
      throw Fields.refused(place, "NaN or Infinity");
    }
    checkDigits(bytes, at, length, digits, weight);
    if (narrow) {
      long value = narrow(bytes, at, digits, weight);
      ((Vector.OfLong) into).values[row] = sign == NEGATIVE ? -value : value;
    } else {
      wide(bytes, at, digits, weight, (Vector.OfWide) into, row);
      if (sign == NEGATIVE) {
        negate((Vector.OfWide) into, row);
      }
    }
  }

  /** A foreign table may send more than it declares; the arithmetic below would wrap around. */
  private void checkDigits(byte[] bytes, int at, int length, int digits, int weight) {
    if (HEADER + 2 * digits > length) {
      throw new IndexOutOfBoundsException(length);
    }
    if (digits > 0) {
      int first = shortAt(bytes, at + HEADER);
      int places = first < 10 ? 1 : first < 100 ? 2 : first < 1_000 ? 3 : BASE_DIGITS;
      if (weight * BASE_DIGITS + places + scale > precision) {
        throw Fields.refused(place, "a number of more digits than are declared");
      }
    }
  }

  private long narrow(byte[] bytes, int at, int digits, int weight) {
    // The power of ten of the digit at hand, counted in the unscaled value.
    int power = weight * BASE_DIGITS + scale;
    long value = 0;
    for (int i = 0; i < digits; i++, power -= BASE_DIGITS) {
      int digit = shortAt(bytes, at + HEADER + 2 * i);
      if (power >= 0) {
        value = value * BASE + digit;
      } else if (power > -BASE_DIGITS) {
        // The last digit reaches below the scale: its lower decimal places are zero.
        return value * TENS[BASE_DIGITS + power] + digit / TENS[-power];
      } else {
        return value;
      }
    }
    for (int zeros = digits == 0 ? 0 : power + BASE_DIGITS; zeros > 0; zeros -= BASE_DIGITS) {
      value *= TENS[Math.min(zeros, BASE_DIGITS)];
    }
    return value;
  }

  private void wide(byte[] bytes, int at, int digits, int weight, Vector.OfWide into, int row) {
    int power = weight * BASE_DIGITS + scale;
    into.high[row] = 0;
    into.low[row] = 0;
    int zeros = 0;
    for (int i = 0; i < digits; i++, power -= BASE_DIGITS) {
      int digit = shortAt(bytes, at + HEADER + 2 * i);
      if (power >= 0) {
        append(into, row, BASE, digit);
        zeros = power;
      } else {
        if (power > -BASE_DIGITS) {
          append(into, row, TENS[BASE_DIGITS + power], digit / TENS[-power]);
        }
        zeros = 0;
        break;
      }
    }
    for (; zeros > 0; zeros -= BASE_DIGITS) {
      append(into, row, TENS[Math.min(zeros, BASE_DIGITS)], 0);
    }
  }

  private static void negate(Vector.OfWide into, int row) {
    into.low[row] = -into.low[row];
    into.high[row] = ~into.high[row] + (into.low[row] == 0 ? 1 : 0);
  }

  /** {@code value = value * factor + digit} over 128 bits. */
  private static void append(Vector.OfWide into, int row, int factor, int digit) {
    long low = into.low[row] * factor;
    long carry = Math.unsignedMultiplyHigh(into.low[row], factor);
    long sum = low + digit;
    if (Long.compareUnsigned(sum, low) < 0) {
      carry++;
    }
    into.high[row] = into.high[row] * factor + carry;
    into.low[row] = sum;
  }
}
