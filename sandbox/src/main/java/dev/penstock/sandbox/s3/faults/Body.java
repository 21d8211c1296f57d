package dev.penstock.sandbox.s3.faults;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** How long a body is. Passing it on leaves the stream behind its end. */
sealed interface Body {
  /** Takes bytes as they come; a chunk's size is among them. */
  interface Sink {
    void accept(byte[] bytes, int length) throws IOException;
  }

  record OfLength(long bytes) implements Body {}

  record Chunked() implements Body {}

  /** Until the connection closes. */
  record Untold() implements Body {}

  default void pass(InputStream in, Sink out) throws IOException {
    switch (this) {
      case OfLength(long bytes) -> some(in, bytes, out);
      case Chunked() -> {
        long size;
        do {
          String line = line(in, out);
          size = Long.parseLong(line.replaceFirst(";.*", "").strip(), 16);
          some(in, size, out);
          if (size > 0) {
            line(in, out);
          }
        } while (size > 0);
        // Trailers, up to an empty line.
        while (!line(in, out).isBlank()) {}
      }
      case Untold() -> {
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          out.accept(buffer, read);
        }
      }
    }
  }

  private static void some(InputStream in, long bytes, Sink out) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (long left = bytes; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new EOFException("The peer closed within a body");
      }
      out.accept(buffer, read);
      left -= read;
    }
  }

  private static String line(InputStream in, Sink out) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); ; next = in.read()) {
      if (next < 0 || line.length() > 1 << 16) {
        throw new EOFException("The peer closed within a chunk");
      }
      line.append((char) next);
      if (next == '\n') {
        byte[] bytes = line.toString().getBytes(StandardCharsets.ISO_8859_1);
        out.accept(bytes, bytes.length);
        return line.toString();
      }
    }
  }
}
