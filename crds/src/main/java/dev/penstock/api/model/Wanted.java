package dev.penstock.api.model;

import java.time.Instant;
import java.util.Optional;

/** What a run is to do: exactly one of these. */
public sealed interface Wanted {
  /** Reads what changed since the last run, or everything where a source knows no increment. */
  record Increment() implements Wanted {}

  /** Reads everything, replaces everything in all targets, and begins the increments anew. */
  record FullRefresh() implements Wanted {}

  /** Reads a stretch of the cursor again, from {@code start} to just below {@code end}. */
  record Window(Instant start, Instant end) implements Wanted {
    public Window {
      if (!start.isBefore(end)) {
        throw new IllegalArgumentException("A window from %s to %s".formatted(start, end));
      }
    }
  }

  /**
   * Reads nothing: takes what the targets hold for the beginning of their history.
   *
   * @param watermark up to which they hold every row of the incremental sources; empty only without
   *     any
   */
  record Adopt(Optional<Instant> watermark) implements Wanted {}
}
