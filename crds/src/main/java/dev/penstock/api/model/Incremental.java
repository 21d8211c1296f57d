package dev.penstock.api.model;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Reads only what changed: rows whose cursor lies in (watermark - overlap, u], where u is a time of
 * the source's own clock.
 *
 * @param column the cursor: a timestamp that every change of a row moves on
 * @param key columns that tell rows apart; empty only without overlap and without NULL cursors
 * @param overlap how far below the watermark is read again; zero: nothing
 * @param settle how far u stays behind the clock, at least; empty: a few seconds, and the source
 *     has to tell of its open transactions
 * @param zone of a cursor without a time zone
 */
public record Incremental(
    String column,
    List<String> key,
    Duration overlap,
    Optional<Duration> settle,
    ZoneId zone,
    Nulls nulls,
    Deletes deletes) {
  /** What a row without a cursor means. */
  public enum Nulls {
    /** The data is wrong: the run is refused. */
    FAIL,
    /** Such rows are read by every run, and delivered once per key. */
    INCLUDE
  }

  /** What becomes of rows that are deleted in the source. */
  public enum Deletes {
    /** They stay in the targets. */
    IGNORE
  }

  public Incremental {
    key = List.copyOf(key);
    if (overlap.isNegative() || settle.filter(Duration::isNegative).isPresent()) {
      throw new IllegalArgumentException("Cursor %s looks ahead".formatted(column));
    }
    if (key.isEmpty() && (!overlap.isZero() || nulls == Nulls.INCLUDE)) {
      throw new IllegalArgumentException(
          "Cursor %s reads rows again without a key".formatted(column));
    }
  }
}
