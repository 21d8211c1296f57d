package dev.penstock.runner.source.postgres;

import static dev.penstock.runner.source.postgres.NetworkOrder.longAt;

import dev.penstock.runner.spi.Vector;

/** Decodes eight-byte integers, and times of day. */
final class LongField implements CopyDecoder.Field {
  @Override
  public void decode(byte[] bytes, int at, int length, Vector into, int row) {
    ((Vector.OfLong) into).values[row] = longAt(bytes, at);
  }

  @Override
  public void decode(byte[] bytes, int[] places, int rows, Vector into, int first) {
    var vector = (Vector.OfLong) into;
    for (int i = 0; i < rows; i++) {
      int at = places[i];
      if (at < 0) {
        vector.setNull(first + i);
      } else {
        vector.values[first + i] = longAt(bytes, at);
      }
    }
  }
}
