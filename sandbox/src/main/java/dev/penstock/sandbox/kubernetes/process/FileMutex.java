package dev.penstock.sandbox.kubernetes.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/** A lock between processes: held until it is closed or its process ends, however it ends. */
public final class FileMutex implements AutoCloseable {
  private final FileChannel channel;

  private FileMutex(FileChannel channel) {
    this.channel = channel;
  }

  /** The lock, or nothing when somebody holds it, in this JVM or another. */
  public static Optional<FileMutex> tryAcquire(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return Optional.of(new FileMutex(channel));
      }
    } catch (OverlappingFileLockException e) {
      // Held by this JVM: the same answer as held by another one.
    }
    channel.close();
    return Optional.empty();
  }

  /** The lock, as soon as it is free; says so once when that takes a while. */
  public static FileMutex acquire(Path file, Runnable waits)
      throws IOException, InterruptedException {
    var first = tryAcquire(file);
    if (first.isPresent()) {
      return first.get();
    }
    waits.run();
    while (true) {
      var next = tryAcquire(file);
      if (next.isPresent()) {
        return next.get();
      }
      Thread.sleep(Duration.ofMillis(200));
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
