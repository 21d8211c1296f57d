package dev.penstock.runner.source.postgres;

import static dev.penstock.runner.source.postgres.NetworkOrder.intAt;

import dev.penstock.runner.spi.Vector;

/** Decodes date: days since 2000-01-01, the two ends of the range being infinities. */
final class DateField implements CopyDecoder.Field {
  /** Days from 1970-01-01 to 2000-01-01. */
  static final int EPOCH = 10_957;

  private final String place;

  /**
   * @param place for messages: {@code Column total of table public.orders}
   */
  DateField(String place) {
    this.place = place;
  }

  @Override
  public void decode(byte[] bytes, int at, int length, Vector into, int row) {
    ((Vector.OfInt) into).values[row] = day(intAt(bytes, at));
  }

  @Override
  public void decode(byte[] bytes, int[] places, int rows, Vector into, int first) {
    var vector = (Vector.OfInt) into;
    for (int i = 0; i < rows; i++) {
      int at = places[i];
      if (at < 0) {
        vector.setNull(first + i);
      } else {
        vector.values[first + i] = day(intAt(bytes, at));
      }
    }
  }

  private int day(int days) {
    if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
      throw Fields.refused(place, "an infinite date");
    }
    return days + EPOCH;
  }
}
