package dev.penstock.runner.source.postgres;

import static dev.penstock.runner.source.postgres.NetworkOrder.intAt;
import static dev.penstock.runner.source.postgres.NetworkOrder.longAt;
import static dev.penstock.runner.source.postgres.NetworkOrder.shortAt;

import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.Vector;
import java.math.BigInteger;

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

  /** As many digits as one load brings. */
  private static final int FEW = 4;

  /** What of such a load are digits of the number, by their count. */
  private static final long[] MASKS = {
    0, 0xFFFF_0000_0000_0000L, 0xFFFF_FFFF_0000_0000L, 0xFFFF_FFFF_FFFF_0000L, -1
  };

  private final int precision;
  private final int scale;
  private final boolean narrow;
  private final String place;

  /** How many digits to the base hold the decimal places. */
  private final int fraction;

  /** 2^64 by what the last of these is too large, rounded up; 0: it is as large as the scale. */
  private final long surplus;

  /** The least number that has more decimal digits than are declared. */
  private final long limit;

  NumericField(ColumnType.Decimal type, String place) {
    this.precision = type.precision();
    this.scale = type.scale();
    this.narrow = type.narrow();
    this.place = place;
    this.fraction = Math.ceilDiv(scale, BASE_DIGITS);
    int more = TENS[fraction * BASE_DIGITS - scale];
    this.surplus = more == 1 ? 0 : Long.divideUnsigned(-1, more) + 1;
    this.limit = narrow ? BigInteger.TEN.pow(precision).longValueExact() : 0;
  }

  @Override
  public void decode(byte[] bytes, int at, int length, Vector into, int row) {
    if (narrow) {
      ((Vector.OfLong) into).values[row] = narrow(bytes, at, length);
    } else {
      wide(bytes, at, length, (Vector.OfWide) into, row);
    }
  }

  @Override
  public void decode(byte[] bytes, int[] places, int rows, Vector into, int first) {
    for (int i = 0; i < rows; i++) {
      int at = places[i];
      if (at < 0) {
        into.setNull(first + i);
      } else {
        decode(bytes, at, intAt(bytes, at - CopyDecoder.LENGTH), into, first + i);
      }
    }
  }

  private long narrow(byte[] bytes, int at, int length) {
    long header = header(bytes, at, length);
    int digits = digits(header);
    int weight = weight(header);
    // Below the first of four digits that end with the scale.
    int below = FEW - 1 - fraction - weight;
    long value;
    if (digits <= FEW
        && (below & -FEW) == 0
        && HEADER + Short.BYTES * digits <= length
        && at <= bytes.length - HEADER - Long.BYTES) {
      value = few(longAt(bytes, at + HEADER) & MASKS[digits], below);
    } else {
      checkDigits(bytes, at, length, digits, weight);
      value = any(bytes, at, digits, weight);
    }
    return negative(header) ? -value : value;
  }

  private void wide(byte[] bytes, int at, int length, Vector.OfWide into, int row) {
    long header = header(bytes, at, length);
    checkDigits(bytes, at, length, digits(header), weight(header));
    wide(bytes, at, digits(header), weight(header), into, row);
    if (negative(header)) {
      negate(into, row);
    }
  }

  /** {@return all but the digits, of a value that is a number} */
  private long header(byte[] bytes, int at, int length) {
    if (length < HEADER) {
      throw new IndexOutOfBoundsException(length);
    }
    long header = longAt(bytes, at);
    int sign = (int) (header >>> 16) & 0xFFFF;
    if (sign != 0 && sign != NEGATIVE) {
      throw Fields.refused(place, "NaN or Infinity");
    }
    return header;
  }

  private static int digits(long header) {
    return (int) (header >>> 48);
  }

  private static int weight(long header) {
    return (short) (header >>> 32);
  }

  private static boolean negative(long header) {
    return (header & NEGATIVE << 16) != 0;
  }

  /**
   * Most numbers, without a loop over digits whose count no branch could foresee.
   *
   * @param digits four, the first in the highest bits, zeros behind the last
   * @param below how many places lie between the first of them and 10,000 to the power of three,
   *     counted in numbers that end with the scale
   */
  private long few(long digits, int below) {
    long placed = digits >>> Short.SIZE * below;
    long high = (placed >>> 48) * BASE + (placed >>> 32 & 0xFFFF);
    long low = (placed >>> 16 & 0xFFFF) * BASE + (placed & 0xFFFF);
    long value = high * BASE * BASE + low;
    if (surplus != 0) {
      // A division: exact, since the value has at most sixteen decimal digits.
      value = Math.multiplyHigh(value, surplus);
    }
    if (value >= limit) {
      throw Fields.refused(place, "a number of more digits than are declared");
    }
    return value;
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

  private long any(byte[] bytes, int at, int digits, int weight) {
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
