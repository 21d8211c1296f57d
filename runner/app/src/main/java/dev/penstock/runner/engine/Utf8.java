package dev.penstock.runner.engine;

import dev.penstock.runner.spi.Vector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Whether strings are UTF-8. They are looked at all at once: if one after the other they are
 * well-formed, and none begins within a character, then each of them is.
 */
final class Utf8 {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final long BEYOND_ASCII = 0x8080808080808080L;
  private static final int CHARS = 8192;

  private Utf8() {}

  /** {@return whether all strings of the first rows are well-formed} */
  static boolean holds(Vector.OfBytes vector, int rows) {
    return ascii(vector.bytes(), vector.used())
        || wellFormed(vector.bytes(), 0, vector.used()) && begins(vector, rows);
  }

  /** {@return whether one string is well-formed} */
  static boolean holds(byte[] bytes, int start, int length) {
    return wellFormed(bytes, start, length);
  }

  /** {@return how many strings of the first rows are not} */
  static int wrong(Vector.OfBytes vector, int rows) {
    int wrong = 0;
    for (int row = 0; row < rows; row++) {
      if (!vector.isNull(row) && !holds(vector.bytes(), vector.start(row), vector.length(row))) {
        wrong++;
      }
    }
    return wrong;
  }

  private static boolean ascii(byte[] bytes, int used) {
    long seen = 0;
    int at = 0;
    for (; at <= used - Long.BYTES; at += Long.BYTES) {
      seen |= (long) LONG.get(bytes, at);
    }
    for (; at < used; at++) {
      seen |= bytes[at];
    }
    return (seen & BEYOND_ASCII) == 0;
  }

  private static boolean wellFormed(byte[] bytes, int start, int length) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes, start, length);
    CharBuffer out = CharBuffer.allocate(CHARS);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (!result.isOverflow()) {
        return !result.isError();
      }
      out.clear();
    }
  }

  private static boolean begins(Vector.OfBytes vector, int rows) {
    byte[] bytes = vector.bytes();
    for (int row = 0; row < rows; row++) {
      if (vector.length(row) > 0 && (bytes[vector.start(row)] & 0xC0) == 0x80) {
        return false;
      }
    }
    return true;
  }
}
