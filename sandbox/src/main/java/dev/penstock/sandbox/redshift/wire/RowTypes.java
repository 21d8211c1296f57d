package dev.penstock.sandbox.redshift.wire;

import java.nio.ByteBuffer;

/** The type numbers of result columns: SUPER is jsonb behind the front, VARBYTE is bytea. */
final class RowTypes {
  private static final int BYTEA = 17;
  private static final int JSONB = 3802;
  private static final int SUPER = 4000;
  private static final int VARBYTE = 6551;

  private RowTypes() {}

  static Message asRedshifts(Message rowDescription) {
    byte[] body = rowDescription.body().clone();
    ByteBuffer bytes = ByteBuffer.wrap(body);
    int columns = bytes.getShort();
    for (int column = 0; column < columns; column++) {
      while (bytes.get() != 0) {}
      int type = bytes.position() + 6;
      bytes.putInt(type, asRedshifts(bytes.getInt(type)));
      bytes.position(type + 12);
    }
    return new Message('T', body);
  }

  private static int asRedshifts(int type) {
    return switch (type) {
      case BYTEA -> VARBYTE;
      case JSONB -> SUPER;
      default -> type;
    };
  }
}
