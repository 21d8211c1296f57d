package dev.penstock.runner.engine;

import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import java.sql.SQLException;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBLogicalType;
import org.duckdb.DuckDBTableFunctionBindInfo;

/**
 * How a column enters the engine. Its table functions take few types, and dates or times only as
 * Java objects; so those come in as plain numbers or text, and the view around the function
 * converts them.
 */
record RawColumn(Column column) {
  private static final String DAY_ENDS = "86400000000";

  /** Declares the raw column to the engine. */
  void declare(DuckDBTableFunctionBindInfo bind) throws SQLException {
    if (column.type() instanceof ColumnType.Decimal decimal && !decimal.narrow()) {
      try (DuckDBLogicalType type =
          DuckDBLogicalType.decimal(decimal.precision(), decimal.scale())) {
        bind.addResultColumn(column.name(), type);
      }
    } else {
      bind.addResultColumn(column.name(), raw(column.type()));
    }
  }

  private static DuckDBColumnType raw(ColumnType type) {
    return switch (type) {
      case ColumnType.Bool t -> DuckDBColumnType.BOOLEAN;
      case ColumnType.Int16 t -> DuckDBColumnType.SMALLINT;
      case ColumnType.Int32 t -> DuckDBColumnType.INTEGER;
      case ColumnType.Date t -> DuckDBColumnType.INTEGER;
      case ColumnType.Int64 t -> DuckDBColumnType.BIGINT;
      case ColumnType.Decimal t -> DuckDBColumnType.BIGINT;
      case ColumnType.Time t -> DuckDBColumnType.BIGINT;
      case ColumnType.Timestamp t -> DuckDBColumnType.BIGINT;
      case ColumnType.TimestampTz t -> DuckDBColumnType.BIGINT;
      case ColumnType.Float32 t -> DuckDBColumnType.FLOAT;
      case ColumnType.Float64 t -> DuckDBColumnType.DOUBLE;
      case ColumnType.Text t -> DuckDBColumnType.VARCHAR;
      case ColumnType.Bytes t -> DuckDBColumnType.VARCHAR;
      case ColumnType.Uuid t -> DuckDBColumnType.VARCHAR;
      case ColumnType.Json t -> DuckDBColumnType.VARCHAR;
    };
  }

  /** {@return the select item that makes the column's own type of the raw one} */
  String converted() {
    String name = Sql.identifier(column.name());
    String value =
        switch (column.type()) {
          case ColumnType.Bool t -> name;
          case ColumnType.Int16 t -> name;
          case ColumnType.Int32 t -> name;
          case ColumnType.Int64 t -> name;
          case ColumnType.Float32 t -> name;
          case ColumnType.Float64 t -> name;
          case ColumnType.Text t -> name;
          case ColumnType.Decimal t -> t.narrow() ? scaled(name, t) : name;
          case ColumnType.Bytes t -> "from_hex(" + name + ")";
          case ColumnType.Date t -> "DATE '1970-01-01' + " + name;
          case ColumnType.Time t ->
              "CASE WHEN %s = %s THEN TIME '24:00:00' ELSE TIME '00:00:00' + to_microseconds(%s) END"
                  .formatted(name, DAY_ENDS, name);
          case ColumnType.Timestamp t -> "make_timestamp(" + name + ")";
          case ColumnType.TimestampTz t -> "make_timestamptz(" + name + ")";
          case ColumnType.Uuid t -> name + "::UUID";
          case ColumnType.Json t -> name + "::JSON";
        };
    return value + " AS " + name;
  }

  private static String scaled(String name, ColumnType.Decimal type) {
    if (type.scale() == 0) {
      return name + "::" + type;
    }
    int scale = type.scale();
    String unit = "0." + "0".repeat(scale - 1) + "1";
    // decimal(18, s) has no room for a digit before the point: the factor is below one anyway.
    int precision = Math.min(scale + 1, ColumnType.Decimal.MAX_NARROW);
    return "(%s::DECIMAL(18,0) * %s::DECIMAL(%d,%d))::%s"
        .formatted(name, unit, precision, scale, type);
  }
}
