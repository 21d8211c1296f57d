package dev.penstock.runner.cli;

import dev.penstock.runner.commit.Run;
import dev.penstock.runner.run.PipelineLog;
import dev.penstock.runner.spi.PenstockException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Keeps the log of an attempt beside its receipt. It decides nothing: the attempt has ended, and
 * what fails here is said and left.
 */
record Keeping(
    PipelineFiles.Chosen chosen, Environment environment, Run run, String attempt, Instant begun) {
  /** A store that does not answer must not hold up a pod that was told to end. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** {@return why it could not be kept; empty: it is} */
  Optional<String> keep(byte[] text) {
    var task =
        new FutureTask<Optional<String>>(() -> {
          put(text);
          return Optional.empty();
        });
    Thread.ofVirtual().name("keeping").start(task);
    try {
      return task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Optional.of("the store took longer than %d s".formatted(PATIENCE.toSeconds()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("the process was told to end");
    } catch (ExecutionException e) {
      return Optional.of(
          e.getCause() instanceof PenstockException failure
              ? failure.message()
              : String.valueOf(e.getCause()));
    }
  }

  private void put(byte[] text) {
    try (var scratch = Scratch.below(environment.scratch());
        var log =
            PipelineLog.open(chosen.pipeline(), chosen.connections(), chosen.secrets(scratch))) {
      log.kept().keep(run.id(), attempt, begun, text);
    }
  }
}
