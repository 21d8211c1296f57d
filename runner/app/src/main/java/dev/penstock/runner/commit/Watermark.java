package dev.penstock.runner.commit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.penstock.runner.spi.Delivered;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far an incremental source has been read.
 *
 * @param source name of the source, which is its identity in the log
 * @param table what it reads, as {@code public.orders}
 * @param column the cursor
 * @param at a time of the source's clock; every row up to it was delivered
 * @param key what tells the rows of the tail apart: key and cursor; empty: nothing is read again
 * @param since from where on the tail names every delivered row; empty: from {@code at}, so nothing
 *     below it may be read again
 * @param tail the rows above {@code since}, which the next run has to leave out; empty: none
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Watermark(
    String source,
    String table,
    String column,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> key,
    Instant at,
    Optional<Instant> since,
    Optional<Tail> tail) {
  public Watermark {
    // An entry that reads nothing again does not name any.
    key = key == null ? List.of() : List.copyOf(key);
  }

  /** {@return what it says of the cursor} */
  public Delivered delivered() {
    return new Delivered(at, since.orElse(at));
  }

  /**
   * Key and cursor of delivered rows, as a Parquet object in the bucket of the log.
   *
   * @param sha256 of the whole object, hexadecimal
   */
  public record Tail(String key, long bytes, long rows, String sha256) {
    public Tail {
      if (bytes < 1 || rows < 1) {
        throw new IllegalArgumentException(
            "Tail %s has %d rows in %d bytes".formatted(key, rows, bytes));
      }
    }
  }
}
