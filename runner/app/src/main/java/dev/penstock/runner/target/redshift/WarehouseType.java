package dev.penstock.runner.target.redshift;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A column type of a warehouse table, as {@code svv_columns} tells it.
 *
 * @param name as {@code character varying}
 * @param length of a VARCHAR in bytes
 */
record WarehouseType(String name, OptionalLong length, int precision, int scale) {
  static final long LONGEST = 65535;

  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),(\\d+)\\)");

  static WarehouseType of(
      String name, @Nullable String length, @Nullable String precision, @Nullable String scale) {
    return new WarehouseType(
        name,
        length == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(length)),
        precision == null ? 0 : Integer.parseInt(precision),
        scale == null ? 0 : Integer.parseInt(scale));
  }

  /** {@return how a column of such a type of the log is declared} */
  static String declared(String type) {
    return switch (type) {
      case "VARCHAR", "JSON" -> "VARCHAR(" + LONGEST + ")";
      case "UUID" -> "VARCHAR(36)";
      default -> type;
    };
  }

  /** {@return whether every value of a type of the log fits, texts by their length} */
  boolean takes(String type) {
    return switch (type) {
      case "BOOLEAN" -> name.equals("boolean");
      case "SMALLINT" ->
          name.equals("smallint") || name.equals("integer") || name.equals("bigint") || digits(5);
      case "INTEGER" -> name.equals("integer") || name.equals("bigint") || digits(10);
      case "BIGINT" -> name.equals("bigint") || digits(19);
      case "REAL" -> name.equals("real") || name.equals("double precision");
      case "DOUBLE PRECISION" -> name.equals("double precision");
      case "VARCHAR", "JSON" -> name.equals("character varying") || isSuper();
      case "UUID" -> name.equals("character varying");
      case "VARBYTE" -> name.equals("binary varying") || name.equals("varbyte");
      case "DATE" -> name.equals("date");
      case "TIME" -> name.equals("time without time zone");
      case "TIMESTAMP" -> name.equals("timestamp without time zone");
      case "TIMESTAMPTZ" -> name.equals("timestamp with time zone");
      default -> takesDecimal(type);
    };
  }

  /** {@return whether a table that is made for that type of the log has a column like this one} */
  boolean is(String type) {
    return switch (type) {
      case "SMALLINT", "INTEGER", "BIGINT", "REAL", "DOUBLE PRECISION" ->
          name.equals(type.toLowerCase(Locale.ROOT));
      default -> !type.startsWith("DECIMAL") || shown().equals(type);
    };
  }

  /**
   * {@return whether a column of that type of the log holds every number of this one, so that its
   * values can be copied there} Never where one would be rounded.
   */
  boolean copies(String type) {
    return number(type).filter(wider -> wider.takes(shown())).isPresent();
  }

  private static Optional<WarehouseType> number(String type) {
    return switch (type) {
      case "SMALLINT", "INTEGER", "BIGINT", "REAL", "DOUBLE PRECISION" ->
          Optional.of(new WarehouseType(type.toLowerCase(Locale.ROOT), OptionalLong.empty(), 0, 0));
      default -> {
        var decimal = DECIMAL.matcher(type);
        yield decimal.matches()
            ? Optional.of(
                new WarehouseType(
                    "numeric",
                    OptionalLong.empty(),
                    Integer.parseInt(decimal.group(1)),
                    Integer.parseInt(decimal.group(2))))
            : Optional.empty();
      }
    };
  }

  /** {@return whether it holds parsed documents, which no text of the log is before the publish} */
  boolean isSuper() {
    return name.equals("super");
  }

  private boolean digits(int whole) {
    return name.equals("numeric") && precision - scale >= whole;
  }

  /** {@return how it is declared} */
  String shown() {
    return switch (name) {
      case "numeric" -> "DECIMAL(%d,%d)".formatted(precision, scale);
      case "character varying" ->
          length.isPresent() ? "VARCHAR(%d)".formatted(length.getAsLong()) : "VARCHAR";
      default -> name.toUpperCase(Locale.ROOT);
    };
  }

  private boolean takesDecimal(String type) {
    var decimal = DECIMAL.matcher(type);
    return decimal.matches()
        && name.equals("numeric")
        && scale >= Integer.parseInt(decimal.group(2))
        && precision - scale
            >= Integer.parseInt(decimal.group(1)) - Integer.parseInt(decimal.group(2));
  }

  /** {@return the bytes that a text may have, where that is less than a part may hold} */
  Optional<Long> limit() {
    return !isSuper()
            && length.isPresent()
            && length.getAsLong() > 0
            && length.getAsLong() < LONGEST
        ? Optional.of(length.getAsLong())
        : Optional.empty();
  }
}
