package dev.penstock.runner.engine;

import dev.penstock.runner.spi.ColumnType;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The engine's names of types. */
final class EngineTypes {
  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),(\\d+)\\)");

  private EngineTypes() {}

  /** {@return the type as the engine writes it} */
  static String name(ColumnType type) {
    return switch (type) {
      case ColumnType.Bool t -> "BOOLEAN";
      case ColumnType.Int16 t -> "SMALLINT";
      case ColumnType.Int32 t -> "INTEGER";
      case ColumnType.Int64 t -> "BIGINT";
      case ColumnType.Float32 t -> "FLOAT";
      case ColumnType.Float64 t -> "DOUBLE";
      case ColumnType.Decimal t -> t.toString();
      case ColumnType.Text t -> "VARCHAR";
      case ColumnType.Bytes t -> "BLOB";
      case ColumnType.Date t -> "DATE";
      case ColumnType.Time t -> "TIME";
      case ColumnType.Timestamp t -> "TIMESTAMP";
      case ColumnType.TimestampTz t -> "TIMESTAMP WITH TIME ZONE";
      case ColumnType.Uuid t -> "UUID";
      case ColumnType.Json t -> "JSON";
    };
  }

  /** {@return the type of that name; empty: one that no target holds} */
  static Optional<ColumnType> type(String name) {
    Matcher decimal = DECIMAL.matcher(name);
    if (decimal.matches()) {
      return Optional.of(
          new ColumnType.Decimal(
              Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2))));
    }
    return Optional.ofNullable(
        switch (name) {
          case "BOOLEAN" -> new ColumnType.Bool();
          case "SMALLINT" -> new ColumnType.Int16();
          case "INTEGER" -> new ColumnType.Int32();
          case "BIGINT" -> new ColumnType.Int64();
          case "FLOAT" -> new ColumnType.Float32();
          case "DOUBLE" -> new ColumnType.Float64();
          case "VARCHAR" -> new ColumnType.Text();
          case "BLOB" -> new ColumnType.Bytes();
          case "DATE" -> new ColumnType.Date();
          case "TIME" -> new ColumnType.Time();
          case "TIMESTAMP" -> new ColumnType.Timestamp();
          case "TIMESTAMP WITH TIME ZONE" -> new ColumnType.TimestampTz();
          case "UUID" -> new ColumnType.Uuid();
          case "JSON" -> new ColumnType.Json();
          default -> null;
        });
  }

  /**
   * {@return an expression that turns a column of an unsupported type into one that targets hold}
   */
  static String cast(String column, String type) {
    String name = Sql.identifier(column);
    return switch (type) {
      case "TINYINT", "UTINYINT" -> "CAST(" + name + " AS SMALLINT)";
      case "USMALLINT" -> "CAST(" + name + " AS INTEGER)";
      case "UINTEGER" -> "CAST(" + name + " AS BIGINT)";
      case "UBIGINT", "HUGEINT", "UHUGEINT", "BIGNUM" -> "CAST(" + name + " AS DECIMAL(38,0))";
      case "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" -> "CAST(" + name + " AS TIMESTAMP)";
      default ->
          type.endsWith("]") || type.contains("(") && !type.startsWith("ENUM")
              ? "to_json(" + name + ")"
              : "CAST(" + name + " AS VARCHAR)";
    };
  }
}
