package dev.penstock.chaos;

import dev.penstock.sandbox.DirectoryTree;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What ends with a campaign, or with a JVM that is told to end in its midst: the processes, then
 * what was built, the newest first, then the directory. Threads share it.
 */
final class Ending implements AutoCloseable {
  private static final int GONE_SECONDS = 10;
  private static final int OPENED_SECONDS = 30;

  /** Who was ended only now may have written while the first went on. */
  private static final int DELETIONS = 2;

  private final Path directory;
  private final Set<Process> processes = ConcurrentHashMap.newKeySet();
  private final Deque<Runnable> built = new ConcurrentLinkedDeque<>();
  private final CountDownLatch opened = new CountDownLatch(1);
  private final Thread atExit = new Thread(this::endWithTheJvm, "chaos-ending");
  private volatile boolean ending;

  private Ending(Path directory) {
    this.directory = directory;
  }

  /** From here on the directory, which need not exist yet, goes with the JVM. */
  static Ending of(Path directory) {
    var ending = new Ending(directory);
    Runtime.getRuntime().addShutdownHook(ending.atExit);
    return ending;
  }

  /** Takes over a process, until it has ended. */
  Process owned(Process process) {
    processes.removeIf(one -> !one.isAlive());
    processes.add(process);
    if (ending) {
      process.destroyForcibly();
    }
    return process;
  }

  /** Takes over what was built; it is closed at once if all ends meanwhile. */
  void takes(Runnable close) {
    built.push(close);
    if (ending) {
      end();
    }
  }

  /** Nothing more is built from here on, be it that all is there or that something failed. */
  void opened() {
    opened.countDown();
  }

  /** Who is half built can't be closed, and goes on writing: it is waited for. */
  private void endWithTheJvm() {
    ending = true;
    try {
      opened.await(OPENED_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end();
  }

  private synchronized void end() {
    ending = true;
    processes.forEach(Process::destroyForcibly);
    processes.forEach(Ending::await);
    try {
      closeAll();
    } finally {
      for (int i = 0; i < DELETIONS; i++) {
        delete();
      }
    }
  }

  private static void await(Process process) {
    try {
      process.waitFor(GONE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeAll() {
    var close = built.poll();
    if (close != null) {
      try {
        close.run();
      } finally {
        closeAll();
      }
    }
  }

  private void delete() {
    try {
      DirectoryTree.delete(directory);
    } catch (UncheckedIOException e) {
      // At the end of a JVM others still write and delete here; what is left is of no use.
    }
  }

  @Override
  public void close() {
    try {
      end();
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(atExit);
      } catch (IllegalStateException e) {
        // The JVM is ending, and the hook does the same once more.
      }
    }
  }
}
