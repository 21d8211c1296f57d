package dev.penstock.runner.reconcile;

import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.PartSchema.PartColumn;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The aggregates that answer the figures of a column, by the type that the parts carry.
 *
 * <p>A hash is a sum over rows of a number made of the value. Of a text it is made of 12 digits of
 * its MD5; of everything that is a number it is (n mod p, times a constant, mod p) squared, which
 * costs a tenth. Booleans need none: their counts say all. Floating-point numbers have none, since
 * no two systems write them as the same text; bytes have none, since a warehouse hashes texts only.
 */
record ColumnQuestions(PartColumn column, Dialect dialect, UnaryOperator<String> quote) {
  /** Prime, so that every value up to it has a remainder of its own. */
  private static final String PRIME = "2147483647";

  /** Spreads neighbours; without it sums of squares of small numbers agree too often. */
  private static final String SPREAD = "1000000007";

  /** More digits than that could overflow a sum of 38 digits within a trillion rows. */
  private static final int SUMMED_DIGITS = 26;

  /** {@return an expression for each figure, in a fixed order} */
  Map<Figure, String> aggregates() {
    var name = quote.apply(column.name());
    var asked = new EnumMap<Figure, String>(Figure.class);
    asked.put(Figure.NULLS, "COUNT(*) - COUNT(%s)".formatted(name));
    switch (column.carried()) {
      case ColumnType.Bool t ->
          asked.put(Figure.TRUES, "SUM(CASE WHEN %s THEN 1 ELSE 0 END)".formatted(name));
      case ColumnType.Int16 t -> number(asked, name, narrow(name));
      case ColumnType.Int32 t -> number(asked, name, narrow(name));
      case ColumnType.Int64 t -> number(asked, name, narrow(name));
      case ColumnType.Decimal t -> decimal(asked, name, t);
      case ColumnType.Float32 t -> floating(asked, name);
      case ColumnType.Float64 t -> floating(asked, name);
      case ColumnType.Text t -> {
        lengths(asked, dialect.bytes(name));
        asked.put(Figure.HASH, dialect.sum(digest(name), 0));
      }
      case ColumnType.Bytes t -> lengths(asked, "OCTET_LENGTH(%s)".formatted(name));
      case ColumnType.Date t -> time(asked, name, "DATE", this::day, ColumnQuestions::narrow);
      case ColumnType.Timestamp t -> instant(asked, name);
      case ColumnType.TimestampTz t -> instant(asked, dialect.utc(name));
      // PartSchema carries them as texts.
      case ColumnType.Time t -> throw notCarried();
      case ColumnType.Uuid t -> throw notCarried();
      case ColumnType.Json t -> throw notCarried();
    }
    return asked;
  }

  private void number(Map<Figure, String> asked, String value, String remainder) {
    asked.put(Figure.HASH, hash(remainder));
    asked.put(Figure.SUM, dialect.sum(value, 0));
    extremes(asked, value);
  }

  private void decimal(Map<Figure, String> asked, String name, ColumnType.Decimal carried) {
    asked.put(Figure.HASH, hash(carried.narrow() ? shifted(name, carried) : digits(name)));
    if (meant(carried).precision() <= SUMMED_DIGITS) {
      asked.put(Figure.SUM, dialect.sum(name, carried.scale()));
    }
    extremes(asked, name);
  }

  /** {@return the remainder of a decimal of at most 18 digits, its point left out} */
  private static String shifted(String name, ColumnType.Decimal carried) {
    return narrow("%s * 1%s".formatted(name, "0".repeat(carried.scale())));
  }

  private String digits(String name) {
    return wide(
        "CAST(REPLACE(CAST(%s AS VARCHAR), '.', '') AS %s)".formatted(name, dialect.wide()));
  }

  private ColumnType.Decimal meant(ColumnType.Decimal carried) {
    return column.type() instanceof ColumnType.Decimal meant ? meant : carried;
  }

  private static void floating(Map<Figure, String> asked, String name) {
    // No comparison with NaN is true here, whether a system orders it or not.
    var limit = "CAST('1.7976931348623157e308' AS DOUBLE PRECISION)";
    var value = "CAST(%s AS DOUBLE PRECISION)".formatted(name);
    var finite = "%s >= -%s AND %s <= %s".formatted(value, limit, value, limit);
    asked.put(Figure.FINITE, "SUM(CASE WHEN %s THEN 1 ELSE 0 END)".formatted(finite));
    extremes(asked, "CASE WHEN %s THEN %s END".formatted(finite, value));
  }

  private static void lengths(Map<Figure, String> asked, String bytes) {
    asked.put(Figure.BYTES, "SUM(CAST(%s AS BIGINT))".formatted(bytes));
    asked.put(Figure.SHORTEST, "MIN(%s)".formatted(bytes));
    asked.put(Figure.LONGEST, "MAX(%s)".formatted(bytes));
  }

  private void instant(Map<Figure, String> asked, String timestamp) {
    time(asked, timestamp, "TIMESTAMP", this::moment, this::wide);
  }

  private String day(String date) {
    return "CAST(%s AS BIGINT)".formatted(known(date, dialect.day(date), "DATE"));
  }

  private String moment(String timestamp) {
    return "CAST(%s AS %s)"
        .formatted(known(timestamp, dialect.instant(timestamp), "TIMESTAMP"), dialect.wide());
  }

  private void time(
      Map<Figure, String> asked,
      String value,
      String type,
      UnaryOperator<String> number,
      UnaryOperator<String> remainder) {
    asked.put(Figure.HASH, hash(remainder.apply(number.apply(value))));
    // To write a time costs more than to compare it.
    var within = "CASE WHEN %s THEN %s END".formatted(years(value, type), value);
    asked.put(Figure.LEAST, number.apply("MIN(%s)".formatted(within)));
    asked.put(Figure.GREATEST, number.apply("MAX(%s)".formatted(within)));
  }

  private static void extremes(Map<Figure, String> asked, String value) {
    asked.put(Figure.LEAST, "MIN(%s)".formatted(value));
    asked.put(Figure.GREATEST, "MAX(%s)".formatted(value));
  }

  /** Outside these years systems write different digits; there it is only counted. */
  private static String known(String value, String digits, String type) {
    return "CASE WHEN %s THEN %s WHEN %s IS NOT NULL THEN '0' END"
        .formatted(years(value, type), digits, value);
  }

  private static String years(String value, String type) {
    return "%1$s BETWEEN CAST('0001-01-01' AS %2$s) AND CAST('%3$s' AS %2$s)"
        .formatted(value, type, type.equals("DATE") ? "9999-12-31" : "9999-12-31 23:59:59.999999");
  }

  /** {@return the remainder of a number that fits a BIGINT; never negative} */
  private static String narrow(String number) {
    // By whichever sign a system gives the remainder of a negative number.
    return "MOD(MOD(CAST(%1$s AS BIGINT), CAST(%2$s AS BIGINT)) + CAST(%2$s AS BIGINT), CAST(%2$s AS BIGINT))"
        .formatted(number, PRIME);
  }

  private String wide(String number) {
    return "CAST(MOD(MOD(%1$s, CAST(%2$s AS %3$s)) + CAST(%2$s AS %3$s), CAST(%2$s AS %3$s)) AS BIGINT)"
        .formatted(number, PRIME, dialect.wide());
  }

  private String hash(String remainder) {
    var spread =
        "MOD(%s * CAST(%s AS BIGINT), CAST(%s AS BIGINT))".formatted(remainder, SPREAD, PRIME);
    return dialect.sum("%s * %s".formatted(spread, spread), 0);
  }

  private static String digest(String text) {
    return "CAST(TRANSLATE(SUBSTRING(MD5(%s), 1, 12), 'abcdef', '012345') AS BIGINT)"
        .formatted(text);
  }

  private IllegalStateException notCarried() {
    return new IllegalStateException("No part carries " + column.carried());
  }

  /** {@return the number that an answer is; a NULL is none} */
  static Optional<java.math.BigDecimal> number(@org.jspecify.annotations.Nullable String answer) {
    return Optional.ofNullable(answer)
        // A floating-point number may come as 1.0E10, which is one too.
        .map(java.math.BigDecimal::new);
  }
}
