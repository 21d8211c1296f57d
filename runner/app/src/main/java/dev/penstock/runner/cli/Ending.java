package dev.penstock.runner.cli;

import dev.penstock.api.runner.ExitCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How the process ends: by itself, or because it was told to (SIGTERM, Ctrl-C). Then the run is
 * cancelled, says its last words, and the exit code is its own, not the JVM's 143.
 */
final class Ending {
  private static final int PATIENCE_SECONDS = 20;

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile ExitCode code = ExitCode.TRANSIENT;
  private volatile @Nullable Runnable cancel;

  /** Has the run cancelled when the process is told to end. */
  void onSignal(Runnable cancelling) {
    cancel = cancelling;
    Runtime.getRuntime().addShutdownHook(new Thread(this::signalled, "ending"));
  }

  /** Notes that the work has ended; {@return the number to end with} */
  int at(ExitCode ending) {
    code = ending;
    ended.countDown();
    return ending.code();
  }

  private void signalled() {
    if (ended.getCount() == 0) {
      return;
    }
    var cancelling = cancel;
    if (cancelling != null) {
      cancelling.run();
    }
    try {
      var unused = ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(code.code());
  }
}
