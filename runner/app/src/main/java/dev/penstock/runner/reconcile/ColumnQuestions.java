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
 * <p>A hash is a sum over rows of a number made of the value. Of a text it is the first 60 bits of
 * its MD5; of everything that is a number it is (n times a constant, mod p) squared, which costs a
 * tenth. Booleans need none: their counts say all. Floating-point numbers have none, since no two
 * systems write them as the same text; bytes have none, since a warehouse hashes texts only.
 */
record ColumnQuestions(PartColumn column, Dialect dialect, UnaryOperator<String> quote) {
  /** Prime, so that every value up to it has a remainder of its own. */
  private static final String PRIME = "2147483647";

  /** Spreads neighbours; without it sums of squares of small numbers agree too often. */
  private static final String SPREAD = "1000000007";

  /** What fits a BIGINT whatever its digits are. */
  private static final int NARROW_DIGITS = 18;

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
      case ColumnType.Int16 t -> number(asked, name, small(name));
      case ColumnType.Int32 t -> number(asked, name, small(name));
      case ColumnType.Int64 t -> number(asked, name, narrow(name));
      case ColumnType.Decimal t -> decimal(asked, name, t);
      case ColumnType.Float32 t -> floating(asked, name);
      case ColumnType.Float64 t -> floating(asked, name);
      case ColumnType.Text t -> {
        lengths(asked, dialect.bytes(name));
        asked.put(Figure.HASH, dialect.sum(dialect.hexadecimal(digest(name)), 0));
      }
      case ColumnType.Bytes t -> lengths(asked, "OCTET_LENGTH(%s)".formatted(name));
      case ColumnType.Date t -> date(asked, name);
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
    asked.put(Figure.HASH, hash(carried.narrow() ? narrow(name, carried) : wide(name, carried)));
    if (meant(carried).precision() <= SUMMED_DIGITS) {
      asked.put(Figure.SUM, dialect.sum(name, carried.scale()));
    }
    extremes(asked, name);
  }

  private String narrow(String name, ColumnType.Decimal carried) {
    return shifted(name, carried.precision(), carried.scale());
  }

  /** {@return what is left of a decimal of at most 18 digits, its point left out} */
  private String shifted(String name, int precision, int scale) {
    boolean fits = precision + scale <= NARROW_DIGITS;
    return narrow(
        "%s * 1%s".formatted(fits ? name : dialect.roomy(name, scale), "0".repeat(scale)));
  }

  /** Most values of a wide column are short, and arithmetic costs half of what digits cost. */
  private String wide(String name, ColumnType.Decimal carried) {
    int whole = NARROW_DIGITS - carried.scale();
    if (whole < 0) {
      return digits(name);
    }
    var end = "CAST(1%s AS DECIMAL(38,%d))".formatted("0".repeat(whole), carried.scale());
    var isShort = "%1$s > -%2$s AND %1$s < %2$s".formatted(name, end);
    // A branch may be computed for rows that do not take it, so none may overflow.
    var cut =
        "CAST(CASE WHEN %1$s THEN %2$s ELSE CAST(0 AS DECIMAL(38,%4$d)) END AS DECIMAL(%3$d,%4$d))"
            .formatted(isShort, name, NARROW_DIGITS, carried.scale());
    return "CASE WHEN %s THEN %s ELSE %s END"
        .formatted(isShort, shifted(cut, NARROW_DIGITS, carried.scale()), digits(name));
  }

  private String digits(String name) {
    var number =
        "CAST(REPLACE(CAST(%s AS VARCHAR), '.', '') AS %s)".formatted(name, dialect.wide());
    return "CAST(MOD(%1$s, CAST(%2$s AS %3$s)) AS BIGINT) + %2$s"
        .formatted(number, PRIME, dialect.wide());
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

  private void date(Map<Figure, String> asked, String name) {
    asked.put(Figure.HASH, hash(small(known(name, dialect.days(name), "DATE"))));
    ends(asked, name, "DATE", date -> "CAST(%s AS BIGINT)".formatted(dialect.day(date)));
  }

  private void instant(Map<Figure, String> asked, String timestamp) {
    asked.put(
        Figure.HASH, hash(narrow(known(timestamp, dialect.microseconds(timestamp), "TIMESTAMP"))));
    ends(
        asked,
        timestamp,
        "TIMESTAMP",
        moment -> "CAST(%s AS %s)".formatted(dialect.instant(moment), dialect.wide()));
  }

  private static void ends(
      Map<Figure, String> asked, String value, String type, UnaryOperator<String> number) {
    // To write a time costs more than to compare it.
    var within = "CASE WHEN %s THEN %s END".formatted(years(value, type), value);
    asked.put(Figure.LEAST, number.apply("MIN(%s)".formatted(within)));
    asked.put(Figure.GREATEST, number.apply("MAX(%s)".formatted(within)));
  }

  private static void extremes(Map<Figure, String> asked, String value) {
    asked.put(Figure.LEAST, "MIN(%s)".formatted(value));
    asked.put(Figure.GREATEST, "MAX(%s)".formatted(value));
  }

  /** Outside these years systems differ in what they can store; there it is only counted. */
  private static String known(String value, String number, String type) {
    return "CASE WHEN %s THEN %s WHEN %s IS NOT NULL THEN 0 END"
        .formatted(years(value, type), number, value);
  }

  private static String years(String value, String type) {
    return "%1$s BETWEEN CAST('0001-01-01' AS %2$s) AND CAST('%3$s' AS %2$s)"
        .formatted(value, type, type.equals("DATE") ? "9999-12-31" : "9999-12-31 23:59:59.999999");
  }

  /** {@return a number of 32 bits as one that is never negative} */
  private static String small(String number) {
    return "(CAST(%s AS BIGINT) + 2147483648)".formatted(number);
  }

  /** {@return what is left of a number that fits a BIGINT; never negative} */
  private static String narrow(String number) {
    // By whichever sign a system gives the remainder of a negative number.
    return "(MOD(CAST(%1$s AS BIGINT), CAST(%2$s AS BIGINT)) + %2$s)".formatted(number, PRIME);
  }

  /**
   * {@return the sum of the squares}
   *
   * @param number from 0 to 2 to the 32nd
   */
  private String hash(String number) {
    var spread =
        "MOD((%s) * CAST(%s AS BIGINT), CAST(%s AS BIGINT))".formatted(number, SPREAD, PRIME);
    return dialect.sum("%s * %s".formatted(spread, spread), 0);
  }

  private static String digest(String text) {
    return "SUBSTRING(MD5(%s), 1, 15)".formatted(text);
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
