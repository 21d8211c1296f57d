package dev.penstock.sandbox.redshift.copy;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes rows in PostgreSQL's COPY text form and hands them on in pieces. */
final class RowBuffer {
  private static final int PIECE = 1 << 16;

  private final CopySink sink;
  private byte[] bytes = new byte[PIECE * 2];
  private int length;
  private boolean rowBegun;
  private long rows;

  RowBuffer(CopySink sink) {
    this.sink = sink;
  }

  long rows() {
    return rows;
  }

  void field(byte @Nullable [] utf8) {
    if (rowBegun) {
      put('\t');
    }
    rowBegun = true;
    if (utf8 == null) {
      put('\\');
      put('N');
      return;
    }
    for (byte b : utf8) {
      switch (b) {
        case '\\' -> escaped('\\');
        case '\t' -> escaped('t');
        case '\n' -> escaped('n');
        case '\r' -> escaped('r');
        default -> put(b);
      }
    }
  }

  void endRow() throws IOException, LoadFailure {
    put('\n');
    rowBegun = false;
    rows++;
    if (length >= PIECE) {
      flush();
    }
  }

  void flush() throws IOException, LoadFailure {
    if (length > 0) {
      sink.read(rows);
      sink.accept(bytes, length);
      length = 0;
    }
  }

  private void escaped(char c) {
    put('\\');
    put(c);
  }

  private void put(int b) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, length * 2);
    }
    bytes[length++] = (byte) b;
  }
}
