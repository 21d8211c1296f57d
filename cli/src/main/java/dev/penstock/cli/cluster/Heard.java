package dev.penstock.cli.cluster;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A stream that is closed, and so ends, when it has brought nothing for a while. */
final class Heard extends FilterInputStream {
  private final Duration silence;
  private final Semaphore bytes = new Semaphore(0);
  private final Thread watch;
  private volatile boolean gaveUp;

  Heard(InputStream stream, Duration silence) {
    super(stream);
    this.silence = silence;
    this.watch = Thread.ofVirtual().start(this::watch);
  }

  /** {@return whether it was closed for its silence} */
  boolean gaveUp() {
    return gaveUp;
  }

  private void watch() {
    try {
      while (bytes.tryAcquire(silence.toMillis(), TimeUnit.MILLISECONDS)) {
        bytes.drainPermits();
      }
      gaveUp = true;
      in.close();
    } catch (IOException | InterruptedException over) {
      // Whoever reads is told, or has ended.
      return;
    }
  }

  @Override
  public int read() throws IOException {
    int read = in.read();
    bytes.release();
    return read;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    int read = in.read(buffer, from, length);
    bytes.release();
    return read;
  }

  @Override
  public void close() throws IOException {
    watch.interrupt();
    super.close();
  }
}
