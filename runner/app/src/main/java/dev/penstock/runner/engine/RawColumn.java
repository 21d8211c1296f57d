package dev.penstock.runner.engine;

import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import java.sql.SQLException;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBLogicalType;
import org.duckdb.DuckDBTableFunctionBindInfo;

/**
 * How a column enters the engine. The driver lets a table function have most types; the others come
 * in as plain numbers or text, and the view around the function converts them.
 */
record RawColumn(Column column) {
  private static final String DAY_ENDS = "86400000000";

  /** Declares the raw column to the engine. */
  void declare(DuckDBTableFunctionBindInfo bind) throws SQLException {
    if (column.type() instanceof ColumnType.Decimal decimal) {
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
      case ColumnType.Date t -> DuckDBColumnType.DATE;
      case ColumnType.Int64 t -> DuckDBColumnType.BIGINT;
      case ColumnType.Decimal t -> DuckDBColumnType.DECIMAL;
      case ColumnType.Time t -> DuckDBColumnType.BIGINT;
      case ColumnType.Timestamp t -> DuckDBColumnType.TIMESTAMP;
      case ColumnType.TimestampTz t -> DuckDBColumnType.TIMESTAMP_WITH_TIME_ZONE;
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
          case ColumnType.Decimal t -> name;
          case ColumnType.Date t -> name;
          case ColumnType.Timestamp t -> name;
          case ColumnType.TimestampTz t -> name;
          case ColumnType.Bytes t -> "from_hex(" + name + ")";
          case ColumnType.Time t ->
              "CASE WHEN %s = %s THEN TIME '24:00:00' ELSE TIME '00:00:00' + to_microseconds(%s) END"
                  .formatted(name, DAY_ENDS, name);
          case ColumnType.Uuid t -> name + "::UUID";
          case ColumnType.Json t -> name + "::JSON";
        };
    return value + " AS " + name;
  }
}
