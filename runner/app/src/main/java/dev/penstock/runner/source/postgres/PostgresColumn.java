package dev.penstock.runner.source.postgres;

import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.types.Form;
import dev.penstock.runner.types.PostgresType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A column as the server describes it.
 *
 * @param type the name in pg_type, of the base type where the column has a domain, or the kind of
 *     type that {@link PostgresType#of} knows
 * @param modifier precision and scale as the catalog packs them; -1: undeclared
 * @param shown the type as people write it
 */
record PostgresColumn(String name, String type, int modifier, String shown) {
  private static final int UNDECLARED = -1;

  /** Digits of a second that a time holds when none are declared. */
  private static final int MICROS = 6;

  /** {@return the column in our types; empty: it can not be read} */
  Optional<Column> column() {
    return form().relation().map(relation -> new Column(name, relation));
  }

  private Form form() {
    return PostgresType.of(type, modifier).form(modifier);
  }

  /**
   * {@return the columns in our types}
   *
   * @param object that has them: {@code Table public.orders}
   * @param connection its name
   * @param field of the manifest that chooses columns
   */
  static Schema schema(
      List<PostgresColumn> columns, String object, String connection, String field) {
    Set<String> seen = new HashSet<>();
    List<Column> ours = new ArrayList<>();
    for (PostgresColumn column : columns) {
      // SQL of steps and the warehouse do not tell upper from lower case.
      if (!seen.add(column.name().toLowerCase(Locale.ROOT))) {
        throw new ConfigurationException(
            Reason.COLUMN_NOT_ALLOWED,
            "%s on connection %s has another column named %s but for upper and lower case"
                .formatted(object, connection, column.name()),
            "Leave one out with " + field);
      }
      ours.add(
          column
              .column()
              .orElseThrow(() ->
                  new ConfigurationException(
                      Reason.TYPE_NOT_SUPPORTED,
                      "Column %s of %s on connection %s has type %s, which can not be read"
                          .formatted(
                              column.name(),
                              Character.toLowerCase(object.charAt(0)) + object.substring(1),
                              connection,
                              column.shown()),
                      "Leave it out with %s, or read %s in a query or a view"
                          .formatted(field, column.cast()))));
    }
    if (ours.isEmpty()) {
      throw new ConfigurationException(
          Reason.COLUMN_NOT_FOUND,
          "%s on connection %s has no column".formatted(object, connection),
          "Name one in " + field);
    }
    return new Schema(ours);
  }

  /**
   * {@return by how much a time may be less than what was written} {@code timestamp(0)} rounds, so
   * a row can bear a time from before its transaction began.
   */
  Duration rounding() {
    return modifier == UNDECLARED || modifier >= MICROS
        ? Duration.ZERO
        : Duration.ofNanos((long) Math.pow(10, 9 - modifier));
  }

  /** {@return whether its values are sent in the encoding of the session} */
  boolean encoded() {
    // The type "char" is one byte in whatever encoding.
    return !type.equals("char")
        && column()
            .map(Column::type)
            .filter(of -> of instanceof ColumnType.Text || of instanceof ColumnType.Json)
            .isPresent();
  }

  /** {@return the column where the text of each value comes as its bytes} */
  PostgresColumn asBytes() {
    // A document in binary would begin with a version.
    return type.equals("jsonb") ? new PostgresColumn(name, "json", modifier, shown) : this;
  }

  /** {@return the expression that a view could hold instead} */
  String cast() {
    String quoted = Selection.quoted(name);
    return switch (form()) {
      case Form.Refused refused -> refused.cast(quoted) + " AS " + quoted;
      case Form.Exact exact -> quoted;
      case Form.Widened widened -> quoted;
    };
  }
}
