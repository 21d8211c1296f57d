package dev.penstock.runner.target.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * A piece of a file, read in place: a request holds a buffer of it and never the piece.
 *
 * @param from offset of its first byte
 */
record FileRange(Path file, long from, long bytes) {
  private static final String TYPE = "application/vnd.apache.parquet";

  /** {@return all of a file as it is now} */
  static FileRange all(Path file) {
    try {
      return new FileRange(file, 0, Files.size(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the content of a request, opened afresh for each try of it} */
  RequestBody body() {
    return RequestBody.fromContentProvider(this::open, bytes, TYPE);
  }

  /** {@return a stream that the caller closes} */
  InputStream open() {
    try {
      var channel = FileChannel.open(file).position(from);
      return new Bounded(Channels.newInputStream(channel), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Bounded extends InputStream {
    private final InputStream in;
    private long left;

    Bounded(InputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      if (left <= 0) {
        return -1;
      }
      left--;
      return in.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int count = in.read(into, offset, (int) Math.min(left, length));
      left -= Math.max(0, count);
      return count;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
