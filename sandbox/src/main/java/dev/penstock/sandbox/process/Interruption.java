package dev.penstock.sandbox.process;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * What a signal means for a verb that works on one thread: the thread is interrupted and waited
 * for, whatever this JVM has started and not ended by then is ended, and one last line says so. The
 * exit code is the JVM's own, 128 and the signal's number.
 */
public final class Interruption implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Thread worker = Thread.currentThread();
  private final CountDownLatch worked = new CountDownLatch(1);
  private final Supplier<String> lastLine;
  private final PrintStream out;
  private final Thread hook = new Thread(this::end, "interruption");

  private Interruption(Supplier<String> lastLine, PrintStream out) {
    this.lastLine = lastLine;
    this.out = out;
  }

  /**
   * From now until it is closed, for the calling thread.
   *
   * @param lastLine asked for when all has ended
   */
  public static Interruption ofThisThread(Supplier<String> lastLine, PrintStream out) {
    Interruption interruption = new Interruption(lastLine, out);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** The work is over; returns only if no signal has come. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      worked.countDown();
      // The JVM ends under this thread, which has nothing more to say: the last line is the hook's.
      while (true) {
        LockSupport.park(this);
      }
    }
  }

  private void end() {
    worker.interrupt();
    try {
      if (!worked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        out.printf("penstock: %s goes on, and is left where it is%n", worker.getName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::destroyForcibly)
        .forEach(this::await);
    out.println(lastLine.get());
    out.flush();
  }

  private void await(ProcessHandle ending) {
    try {
      ending.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      out.printf("penstock: process %d does not end after SIGKILL%n", ending.pid());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
