package dev.penstock.runner.source.postgres;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The column that says when a row changed last.
 *
 * @param zone of its local times; empty: it holds instants
 */
record Cursor(String column, Optional<ZoneId> zone) {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

  /** {@return a condition: above the instant} */
  String above(Instant instant) {
    return "%s > %s".formatted(Selection.quoted(column), literal(instant));
  }

  /** {@return a condition: at or below the instant} */
  String upTo(Instant instant) {
    return "%s <= %s".formatted(Selection.quoted(column), literal(instant));
  }

  /**
   * {@return a condition: from one instant to just below another} Cursors are whole microseconds.
   */
  String within(Instant start, Instant end) {
    return above(start.minus(1, ChronoUnit.MICROS))
        + " AND "
        + upTo(end.minus(1, ChronoUnit.MICROS));
  }

  /** {@return a condition: there is none} */
  String missing() {
    return Selection.quoted(column) + " IS NULL";
  }

  /**
   * {@return the instant in the type of the column; digits only, so nothing in it needs quoting}
   */
  String literal(Instant instant) {
    return zone.map(local -> "'%s'::timestamp".formatted(MICROS.format(lowest(instant, local))))
        .orElseGet(() ->
            "'%s+00'::timestamptz".formatted(MICROS.format(instant.atOffset(ZoneOffset.UTC))));
  }

  /**
   * {@return the local time below which no later instant falls} Where the clock goes back, an hour
   * happens twice; before that, a bound inside of it would take the second for read.
   */
  static LocalDateTime lowest(Instant instant, ZoneId zone) {
    LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
    var next = zone.getRules().nextTransition(instant);
    if (next != null && next.isOverlap()) {
      LocalDateTime again = next.getDateTimeAfter().minus(1, ChronoUnit.MICROS);
      return again.isBefore(local) ? again : local;
    }
    return local;
  }

  /** {@return the name of the column's type in SQL} */
  String type() {
    return zone.isPresent() ? "timestamp" : "timestamptz";
  }
}
