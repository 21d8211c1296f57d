package dev.penstock.runner.source.postgres;

import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import java.util.Optional;

/**
 * A column as the catalog describes it.
 *
 * @param type the name in pg_type, of the base type where the column has a domain; {@code enum} for
 *     every enumeration
 * @param modifier precision and scale as the catalog packs them; -1: undeclared
 * @param shown the type as people write it
 */
record PostgresColumn(String name, String type, int modifier, String shown) {
  private static final int UNDECLARED = -1;

  /** {@return the column in our types; empty: it can not be read} */
  Optional<Column> column() {
    return switch (type) {
      case "bool" -> of(new ColumnType.Bool());
      case "int2" -> of(new ColumnType.Int16());
      case "int4" -> of(new ColumnType.Int32());
      case "int8" -> of(new ColumnType.Int64());
      case "float4" -> of(new ColumnType.Float32());
      case "float8" -> of(new ColumnType.Float64());
      case "numeric" -> decimal();
      case "text", "varchar", "bpchar", "name", "char", "enum" -> of(new ColumnType.Text());
      case "bytea" -> of(new ColumnType.Bytes());
      case "date" -> of(new ColumnType.Date());
      case "time" -> of(new ColumnType.Time());
      case "timestamp" -> of(new ColumnType.Timestamp());
      case "timestamptz" -> of(new ColumnType.TimestampTz());
      case "uuid" -> of(new ColumnType.Uuid());
      case "json", "jsonb" -> of(new ColumnType.Json());
      default -> Optional.empty();
    };
  }

  private Optional<Column> of(ColumnType type) {
    return Optional.of(new Column(name, type));
  }

  private Optional<Column> decimal() {
    if (modifier == UNDECLARED) {
      return Optional.empty();
    }
    int precision = (modifier - 4) >> 16 & 0xFFFF;
    int scale = ((modifier - 4 & 0x7FF) ^ 1024) - 1024; // eleven bits with a sign
    return precision > ColumnType.Decimal.MAX_PRECISION || scale < 0 || scale > precision
        ? Optional.empty()
        : of(new ColumnType.Decimal(precision, scale));
  }

  /** {@return the expression that a view could hold instead} */
  String cast() {
    String to = type.equals("numeric") ? "numeric(38,10)" : "text";
    return "CAST(%s AS %s) AS %s"
        .formatted(PostgresSplit.quoted(name), to, PostgresSplit.quoted(name));
  }
}
