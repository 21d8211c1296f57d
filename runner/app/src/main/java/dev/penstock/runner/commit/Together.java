package dev.penstock.runner.commit;

import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Acts that may run at the same time. All of them end before the first failure is thrown. */
final class Together {
  private Together() {}

  static void run(Executor executor, List<Runnable> acts) {
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (var act : acts) {
      running.add(CompletableFuture.runAsync(act, executor));
    }
    Throwable first = null;
    for (var act : running) {
      try {
        act.join();
      } catch (CompletionException e) {
        var cause = e.getCause() == null ? e : e.getCause();
        if (first == null) {
          first = cause;
        } else {
          first.addSuppressed(cause);
        }
      }
    }
    switch (first) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e ->
          throw new InternalException(Reason.INTERNAL_ERROR, String.valueOf(e), "Report it", e);
    }
  }
}
