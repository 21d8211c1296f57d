package dev.penstock.sandbox.redshift.copy.text;

import java.io.IOException;
import java.io.InputStream;

/** Reads a stream byte by byte, without a call into the stream for each. */
final class ByteReader {
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;

  ByteReader(InputStream in) {
    this.in = in;
  }

  /** The next byte, or -1 at the end. */
  int next() throws IOException {
    int b = peek();
    at++;
    return b;
  }

  /** The same byte again and again. */
  int peek() throws IOException {
    if (at >= end) {
      at = 0;
      end = Math.max(0, in.read(buffer, 0, buffer.length));
      if (end == 0) {
        return -1;
      }
    }
    return buffer[at] & 0xff;
  }
}
