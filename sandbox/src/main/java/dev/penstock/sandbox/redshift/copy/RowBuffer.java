package dev.penstock.sandbox.redshift.copy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes rows in PostgreSQL's COPY text form and hands them on in pieces. */
public final class RowBuffer {
  private static final int PIECE = 1 << 16;

  private final Sink sink;
  private final Progress progress;
  private byte[] bytes = new byte[PIECE * 2];
  private int length;
  private boolean rowBegun;
  private long rows;

  public RowBuffer(Sink sink, Progress progress) {
    this.sink = sink;
    this.progress = progress;
  }

  /** Takes the bytes before it returns. */
  public interface Sink {
    void accept(byte[] bytes, int length) throws IOException;
  }

  /** Is told from time to time, and at the end, how many rows there were; may end the load. */
  public interface Progress {
    void read(long rows) throws IOException, LoadFailure;
  }

  public long rows() {
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

  void field(@Nullable String text) {
    field(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
  }

  void endRow() throws IOException, LoadFailure {
    put('\n');
    rowBegun = false;
    rows++;
    if (length >= PIECE) {
      flush();
    }
  }

  public void flush() throws IOException, LoadFailure {
    if (length > 0) {
      progress.read(rows);
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
