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
    int days = intAt(bytes, at);
    if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
      throw Fields.refused(place, "an infinite date");
    }
    ((Vector.OfInt) into).values[row] = days + EPOCH;
  }
}
