package dev.penstock.runner.source.postgres;

import dev.penstock.api.model.Incremental;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which rows an increment reads, as conditions on its cursor.
 *
 * @param from the watermark; empty: from the beginning
 * @param to the bound, never before {@code from}
 */
record Stretch(Incremental incremental, Cursor cursor, Optional<Instant> from, Instant to) {
  /** Never goes back, whatever the bound says: up to the watermark everything was delivered. */
  static Stretch of(
      Incremental incremental, Cursor cursor, Optional<Instant> watermark, Instant bound) {
    return new Stretch(
        incremental, cursor, watermark, watermark.filter(at -> at.isAfter(bound)).orElse(bound));
  }

  /** {@return the condition of the rows to read} */
  String read() {
    return withMissing(
        from.map(at -> between(at.minus(incremental.overlap()))).orElseGet(() -> cursor.upTo(to)));
  }

  /** {@return the condition of the rows that the next run reads again; empty: none} */
  Optional<String> again() {
    Duration overlap = incremental.overlap();
    if (!overlap.isZero()) {
      return Optional.of(withMissing(between(to.minus(overlap))));
    }
    return includesMissing() ? Optional.of(cursor.missing()) : Optional.empty();
  }

  /** {@return the condition of rows that lie so far in the future that something is wrong} */
  String ahead(Instant clock) {
    return cursor.above(clock.plus(1, ChronoUnit.DAYS));
  }

  /** {@return the columns that tell whether a row was delivered: the key, then the cursor} */
  List<String> identity() {
    List<String> columns = new ArrayList<>(incremental.key());
    if (!columns.contains(cursor.column())) {
      columns.add(cursor.column());
    }
    return columns;
  }

  /** {@return the condition that a value of the cursor's type lies in what is read} */
  String within(String value) {
    return from.map(at -> value + " > " + cursor.literal(at.minus(incremental.overlap())) + " AND ")
            .orElse("")
        + value
        + " <= "
        + cursor.literal(to);
  }

  private String between(Instant low) {
    return cursor.above(low) + " AND " + cursor.upTo(to);
  }

  private String withMissing(String condition) {
    return includesMissing() ? condition + " OR " + cursor.missing() : condition;
  }

  boolean includesMissing() {
    return incremental.nulls() == Incremental.Nulls.INCLUDE;
  }
}
