package dev.penstock.runner.telemetry;

import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import java.util.Optional;

/**
 * Why an attempt ended without having done its work.
 *
 * @param reason in one word
 * @param message without a value of a row
 * @param cancelled whether somebody wanted it
 * @param committed what counts all the same
 */
record Failure(String reason, String message, boolean cancelled, Optional<Entry> committed) {
  /** {@return what may be told of it} Of a bug it is only told that it is one. */
  static Failure of(Throwable why, Optional<Entry> committed) {
    return why instanceof PenstockException ours
        ? new Failure(
            ours.reason().toString(), ours.line(), ours.reason() == Reason.CANCELLED, committed)
        : new Failure(
            Reason.INTERNAL_ERROR.toString(),
            "%s: %s".formatted(Reason.INTERNAL_ERROR, why.getClass().getName()),
            false,
            committed);
  }
}
