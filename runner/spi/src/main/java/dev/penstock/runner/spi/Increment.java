package dev.penstock.runner.spi;

import java.time.Instant;
import java.util.ArrayList;
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
 * @param since from where on the tail names every delivered row: at most {@code to}
 * @param tail key and cursor, in this order, of all rows that the next run will read again; empty:
 *     none. Opened and closed with its source
 * @param ahead how many rows lie far in the future, counted up to a bound; they wait
 */
public record Increment(
    String column,
    List<String> key,
    Optional<Instant> from,
    Instant to,
    Instant since,
    Optional<Source<?>> tail,
    long ahead) {
  public Increment {
    key = List.copyOf(key);
  }

  /** {@return the same with a tail} */
  public Increment with(Optional<Source<?>> other) {
    return new Increment(column, key, from, to, since, other, ahead);
  }

  /**
   * {@return what tells whether a row was delivered: the key, then the cursor unless it is in it}
   */
  public List<String> identity() {
    List<String> columns = new ArrayList<>(key);
    if (!columns.contains(column)) {
      columns.add(column);
    }
    return columns;
  }
}
