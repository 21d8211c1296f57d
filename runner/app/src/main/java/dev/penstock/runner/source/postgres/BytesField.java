package dev.penstock.runner.source.postgres;

import static dev.penstock.runner.source.postgres.NetworkOrder.intAt;

import dev.penstock.runner.spi.Vector;

/** Takes texts and bytes as they are. */
final class BytesField implements CopyDecoder.Field {
  @Override
  public void decode(byte[] bytes, int at, int length, Vector into, int row) {
    ((Vector.OfBytes) into).put(row, bytes, at, length);
  }

  @Override
  public void decode(byte[] bytes, int[] places, int rows, Vector into, int first) {
    var vector = (Vector.OfBytes) into;
    for (int i = 0; i < rows; i++) {
      int at = places[i];
      if (at < 0) {
        vector.setNull(first + i);
      } else {
        vector.put(first + i, bytes, at, intAt(bytes, at - CopyDecoder.LENGTH));
      }
    }
  }
}
