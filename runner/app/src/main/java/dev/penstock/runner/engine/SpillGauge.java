package dev.penstock.runner.engine;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Looks ten times a second how much the engine has spilled. The engine deletes what it no longer
 * needs and keeps no account of it, so somebody has to look meanwhile; what comes and goes between
 * two looks is not seen. {@link #peakBytes} may be asked by any thread, also afterwards.
 */
final class SpillGauge implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Path folder;
  private final AtomicLong peak = new AtomicLong();
  private final Thread thread;

  private SpillGauge(Path folder) {
    this.folder = folder;
    this.thread = Thread.ofPlatform().daemon().name("spill-gauge").unstarted(this::watch);
  }

  /**
   * Begins to look.
   *
   * @param folder where the engine spills to; need not be there yet
   */
  static SpillGauge over(Path folder) {
    var gauge = new SpillGauge(folder);
    gauge.thread.start();
    return gauge;
  }

  /** {@return the most bytes that were seen there at once} */
  long peakBytes() {
    return peak.get();
  }

  private void watch() {
    try {
      while (true) {
        look();
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      // It is closed.
    }
  }

  void look() {
    long bytes = 0;
    if (Files.isDirectory(folder)) {
      try (var files = Files.newDirectoryStream(folder)) {
        for (var file : files) {
          bytes += size(file);
        }
      } catch (IOException | DirectoryIteratorException e) {
        // It has just gone; what was seen counts.
      }
    }
    peak.accumulateAndGet(bytes, Math::max);
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // the engine has just deleted it
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
