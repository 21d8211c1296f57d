package dev.penstock.runner.source.postgres;

import dev.penstock.api.model.Incremental;
import dev.penstock.runner.spi.Delivered;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Which rows an increment reads, as conditions on its cursor.
 *
 * @param before what earlier runs have delivered; empty: nothing
 * @param to the bound, never before {@code from}
 */
record Stretch(Incremental incremental, Cursor cursor, Optional<Delivered> before, Instant to) {
  /** Never goes back, whatever the bound says: up to the watermark everything was delivered. */
  static Stretch of(
      Incremental incremental, Cursor cursor, Optional<Delivered> before, Instant bound) {
    return new Stretch(
        incremental,
        cursor,
        before,
        before.map(Delivered::upTo).filter(at -> at.isAfter(bound)).orElse(bound));
  }

  /** Never below what is known row by row: an overlap that was raised reaches there only later. */
  private Optional<Instant> low() {
    return before.map(
        delivered -> later(delivered.upTo().minus(incremental.overlap()), delivered.since()));
  }

  /** {@return from where on the next run may read again} */
  Instant since() {
    Instant overlapping = to.minus(incremental.overlap());
    return low().map(low -> later(overlapping, low)).orElse(overlapping);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** {@return the condition of the rows to read} */
  String read() {
    return withMissing(low().map(this::between).orElseGet(() -> cursor.upTo(to)));
  }

  /** {@return the condition of the rows that the next run reads again; empty: none} */
  Optional<String> again() {
    if (!incremental.overlap().isZero()) {
      return Optional.of(withMissing(between(since())));
    }
    return includesMissing() ? Optional.of(cursor.missing()) : Optional.empty();
  }

  /** {@return the condition of rows that lie so far in the future that something is wrong} */
  String ahead(Instant clock) {
    return cursor.above(clock.plus(1, ChronoUnit.DAYS));
  }

  /** {@return the condition that a value of the cursor's type lies in what is read} */
  String within(String value) {
    return low().map(low -> value + " > " + cursor.literal(low) + " AND ").orElse("")
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
