package dev.penstock.runner.source.postgres;

import static dev.penstock.runner.source.postgres.NetworkOrder.intAt;

import dev.penstock.runner.spi.Vector;

/** Decodes four-byte integers. */
final class IntField implements CopyDecoder.Field {
  @Override
  public void decode(byte[] bytes, int at, int length, Vector into, int row) {
    ((Vector.OfInt) into).values[row] = intAt(bytes, at);
  }

  @Override
  public void decode(byte[] bytes, int[] places, int rows, Vector into, int first) {
    var vector = (Vector.OfInt) into;
    for (int i = 0; i < rows; i++) {
      int at = places[i];
      if (at < 0) {
        vector.setNull(first + i);
      } else {
        vector.values[first + i] = intAt(bytes, at);
      }
    }
  }
}
