package dev.penstock.runner.commit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * How far an incremental source has been read.
 *
 * @param source name of the source, which is its identity in the log
 * @param table what it reads, as {@code public.orders}
 * @param column the cursor
 * @param at a time of the source's clock; every row up to it was delivered
 * @param tail the rows that the next run reads again and has to leave out; empty: none
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Watermark(
    String source, String table, String column, Instant at, Optional<Tail> tail) {
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
