package dev.penstock.runner.source.postgres;

import static dev.penstock.runner.source.postgres.NetworkOrder.longAt;

import dev.penstock.runner.spi.Vector;

/**
 * Decodes timestamp and timestamptz: microseconds since 2000-01-01, the two ends of the range being
 * infinities.
 */
final class TimestampField implements CopyDecoder.Field {
  /** Microseconds from 1970-01-01 to 2000-01-01. */
  private static final long EPOCH = DateField.EPOCH * 86_400_000_000L;

  private final String place;

  /**
   * @param place for messages: {@code Column total of table public.orders}
   */
  TimestampField(String place) {
    this.place = place;
  }

  @Override
  public void decode(byte[] bytes, int at, int length, Vector into, int row) {
    ((Vector.OfLong) into).values[row] = instant(longAt(bytes, at));
  }

  @Override
  public void decode(byte[] bytes, int[] places, int rows, Vector into, int first) {
    var vector = (Vector.OfLong) into;
    for (int i = 0; i < rows; i++) {
      int at = places[i];
      if (at < 0) {
        vector.setNull(first + i);
      } else {
        vector.values[first + i] = instant(longAt(bytes, at));
      }
    }
  }

  private long instant(long micros) {
    if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
      throw Fields.refused(place, "an infinite timestamp");
    }
    if (micros >= Long.MAX_VALUE - EPOCH) {
      throw Fields.refused(place, "a timestamp after the year 294246");
    }
    return micros + EPOCH;
  }
}
