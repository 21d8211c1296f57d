package dev.penstock.runner.spi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The stretch of a cursor that an opened source reads: rows above {@code from} less the overlap, up
 * to and including {@code to}.
 *
 * @param column the cursor
 * @param key columns that tell rows apart; empty: nothing is read twice
 * @param from the watermark of the last committed run; empty: from the beginning
 * @param to the new watermark, by the clock of the source
 * @param tail key and cursor, in this order, of all rows that the next run will read again; empty:
 *     none. Opened and closed with its source
 * @param ahead how many rows lie far in the future, counted up to a bound; they wait
 */
public record Increment(
    String column,
    List<String> key,
    Optional<Instant> from,
    Instant to,
    Optional<Source<?>> tail,
    long ahead) {
  public Increment {
    key = List.copyOf(key);
  }
}
