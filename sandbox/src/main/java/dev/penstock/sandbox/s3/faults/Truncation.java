package dev.penstock.sandbox.s3.faults;

import java.io.IOException;
import java.io.OutputStream;

/** Passes the first bytes of a body on, and ends it there. */
final class Truncation implements Body.Sink {
  private final OutputStream out;
  private long left;

  Truncation(OutputStream out, long bytes) {
    this.out = out;
    this.left = bytes;
  }

  /** As many bytes as may arrive have arrived. */
  static final class End extends IOException {
    End() {
      super("truncated");
    }
  }

  @Override
  public void accept(byte[] bytes, int length) throws IOException {
    int some = (int) Math.min(left, length);
    out.write(bytes, 0, some);
    left -= some;
    if (left == 0) {
      throw new End();
    }
  }
}
