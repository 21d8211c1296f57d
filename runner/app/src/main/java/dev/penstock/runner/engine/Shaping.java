package dev.penstock.runner.engine;

import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.PartSchema;
import dev.penstock.runner.spi.Schema;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of the values of a relation on their way into the parts of a target. It is done
 * where parts are sealed, so that whoever loads them gets the same, and what is counted of parts
 * and of staged rows agrees.
 *
 * @param limits on texts, one per column at most
 * @param locals columns of wall-clock times
 * @param fingerprint of what the rows say then, which parts have as {@link PartSchema#HASH}; empty:
 *     they have none
 * @param within the days of which rows go into parts; empty: all do
 */
public record Shaping(
    List<Limit> limits,
    List<Local> locals,
    Optional<Fingerprint> fingerprint,
    Optional<Within> within) {
  /** Values stay as they are, of whatever length. */
  public static final Shaping NONE = new Shaping(List.of(), List.of());

  /** Of all rows, without a fingerprint. */
  public Shaping(List<Limit> limits, List<Local> locals) {
    this(limits, locals, Optional.empty(), Optional.empty());
  }

  public Shaping {
    limits = List.copyOf(limits);
    locals = List.copyOf(locals);
  }

  /**
   * How long the texts of a column may be.
   *
   * @param column as the relation spells it
   * @param bytes of UTF-8, at least {@code 4}, so that every character fits
   */
  public record Limit(String column, long bytes, Longer longer) {
    /** {@return a condition for a text that is longer} */
    String broken() {
      return "strlen(CAST(%s AS VARCHAR)) > %d".formatted(Sql.identifier(column), bytes);
    }

    /** {@return the value that goes into parts} */
    String value() {
      var name = Sql.identifier(column);
      return switch (longer) {
        case FAIL -> name;
        case SET_NULL -> "CASE WHEN %s THEN NULL ELSE %s END".formatted(broken(), name);
        case TRUNCATE ->
            "CASE WHEN %s THEN %s ELSE %s END".formatted(broken(), Cut.of(name, bytes), name);
      };
    }
  }

  /** What becomes of a longer one. */
  public enum Longer {
    /** The run is refused, which is not done here. */
    FAIL("refused"),
    /** It is cut behind the last character that fits. */
    TRUNCATE("truncated"),
    /** There is NULL in its place. */
    SET_NULL("setNull");

    private final String done;

    Longer(String done) {
      this.done = done;
    }

    /** {@return what was done, as a receipt says it} */
    public String done() {
      return done;
    }
  }

  /** The cut of a text that is longer than that many bytes, by whole characters. */
  private record Cut() {
    // Of the four bytes before the place, and the one behind it, one at least begins a character.
    static String of(String name, long bytes) {
      var back = new StringBuilder("CASE");
      for (int i = 0; i < 3; i++) {
        back.append(
            " WHEN encode(%1$s)[%2$d:%2$d] NOT BETWEEN '\\x80'::BLOB AND '\\xBF'::BLOB THEN %3$d"
                .formatted(name, bytes + 1 - i, i));
      }
      return "decode(encode(%s)[1:%d - %s ELSE 3 END])".formatted(name, bytes, back);
    }
  }

  /** A column of wall-clock times of a zone, which become instants. */
  public record Local(String column, ZoneId zone) {
    String value() {
      return "timezone(%s, %s)".formatted(Sql.literal(zone.getId()), Sql.identifier(column));
    }
  }

  /**
   * Days by a column of the type DATE.
   *
   * @param before the day after the last
   */
  public record Within(String column, LocalDate from, LocalDate before) {
    // A row of no day is refused, so it has to be seen.
    private String condition() {
      return "%1$s IS NULL OR %1$s >= %2$s AND %1$s < %3$s"
          .formatted(Sql.identifier(column), day(from), day(before));
    }

    private static String day(LocalDate day) {
      return "make_date(%d, %d, %d)"
          .formatted(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
    }
  }

  /** {@return the same for the rows of these days alone} */
  public Shaping within(Within days) {
    return new Shaping(limits, locals, fingerprint, Optional.of(days));
  }

  /** {@return the same, its fingerprint not of these columns, of which it has more} */
  public Shaping notHashing(List<String> names) {
    return new Shaping(limits, locals, fingerprint.map(of -> of.without(names)), within);
  }

  /** {@return the columns that parts are made of} */
  public Schema of(Schema relation) {
    List<Column> columns = new ArrayList<>();
    for (var column : relation.columns()) {
      columns.add(
          locals.stream().anyMatch(local -> local.column().equals(column.name()))
              ? new Column(column.name(), new ColumnType.TimestampTz())
              : column);
    }
    if (fingerprint.isPresent()) {
      columns.add(new Column(PartSchema.HASH, new ColumnType.Text()));
    }
    return new Schema(columns);
  }

  /** {@return whether a value may be another one in parts} */
  public boolean changes() {
    return counts() || !locals.isEmpty();
  }

  /** {@return whether rows are to be counted before they are sealed} */
  public boolean counts() {
    return !counted().isEmpty();
  }

  /** {@return the limits behind which a value is changed} */
  public List<Limit> counted() {
    return limits.stream().filter(limit -> limit.longer() != Longer.FAIL).toList();
  }

  /** {@return the limits behind which a run is refused} */
  public List<Limit> refusing() {
    return limits.stream().filter(limit -> limit.longer() == Longer.FAIL).toList();
  }

  /** {@return what stands behind FROM to get the rows as parts hold them} */
  String from(String relation) {
    List<String> items = new ArrayList<>();
    counted().forEach(limit -> items.add(replaced(limit.value(), limit.column())));
    locals.forEach(local -> items.add(replaced(local.value(), local.column())));
    var values =
        items.isEmpty()
            ? rows(relation)
            : "(SELECT * REPLACE (%s) FROM %s)".formatted(String.join(", ", items), rows(relation));
    return fingerprint
        .map(of ->
            "(SELECT *, %s AS %s FROM %s)"
                .formatted(of.value(), Sql.identifier(PartSchema.HASH), values))
        .orElse(values);
  }

  /** {@return what stands behind FROM to get the rows that go into parts, as they came} */
  String rows(String relation) {
    return within
        .map(days ->
            "(SELECT * FROM %s WHERE %s)".formatted(Sql.identifier(relation), days.condition()))
        .orElseGet(() -> Sql.identifier(relation));
  }

  private static String replaced(String value, String column) {
    return value + " AS " + Sql.identifier(column);
  }

  /** {@return a query that counts, per limit, the texts that are longer} */
  static String counting(List<Limit> limits, String from) {
    return "SELECT %s FROM %s"
        .formatted(
            String.join(
                ", ",
                limits.stream()
                    .map(limit -> "count(*) FILTER (WHERE %s)".formatted(limit.broken()))
                    .toList()),
            from);
  }
}
