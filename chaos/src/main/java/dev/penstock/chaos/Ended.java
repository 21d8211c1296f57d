package dev.penstock.chaos;

import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;

/** How an attempt ended. */
sealed interface Ended {
  /** Its run is committed and published. */
  record Finished() implements Ended {}

  /** It was killed. */
  record Died() implements Ended {}

  /** It failed in a way that a retry is for. */
  record Again(String line) implements Ended {}

  /** It was told that what stands there is not its own (exit 78, {@code HistoryMismatch}). */
  record Mismatch(String line) implements Ended {}

  /** It failed in a way that no kill excuses. */
  record Wrong(String line) implements Ended {}

  static Ended of(PenstockException failure) {
    return switch (failure) {
      case TransientException e -> new Again(e.line());
      case ConfigurationException e when e.reason() == Reason.HISTORY_MISMATCH ->
          new Mismatch(e.line());
      case PenstockException e -> new Wrong(e.line());
    };
  }

  /** By the exit code of a process; {@code 137} is a kill. */
  static Ended of(int code, String lastLines) {
    return switch (code) {
      case 0 -> new Finished();
      case 137 -> new Died();
      case 75 -> new Again(lastLines);
      case 78 ->
          lastLines.contains(Reason.HISTORY_MISMATCH.toString())
              ? new Mismatch(lastLines)
              : new Wrong(lastLines);
      default -> new Wrong("exit code " + code + ": " + lastLines);
    };
  }
}
