package dev.penstock.runner.types;

import dev.penstock.runner.spi.ColumnType;

/**
 * How a type of a relation stands in a part and in a new table.
 *
 * @param physical type of Parquet
 * @param logical type of Parquet; empty: none
 * @param warehouse the type of Redshift, texts as wide as can be
 */
public record Carriage(String physical, String logical, String warehouse) {
  private static final int DIGITS_OF_INT = 9;

  /** {@return how parts and tables hold a type} */
  public static Carriage of(ColumnType type) {
    return switch (type) {
      case ColumnType.Bool t -> new Carriage("BOOLEAN", "", "BOOLEAN");
      case ColumnType.Int16 t -> new Carriage("INT32", "INT_16", "SMALLINT");
      case ColumnType.Int32 t -> new Carriage("INT32", "INT_32", "INTEGER");
      case ColumnType.Int64 t -> new Carriage("INT64", "INT_64", "BIGINT");
      case ColumnType.Float32 t -> new Carriage("FLOAT", "", "REAL");
      case ColumnType.Float64 t -> new Carriage("DOUBLE", "", "DOUBLE PRECISION");
      case ColumnType.Decimal t -> decimal(t);
      case ColumnType.Text t -> text("VARCHAR(65535)");
      case ColumnType.Uuid t -> text("VARCHAR(36)");
      case ColumnType.Json t -> text("VARCHAR(65535)");
      case ColumnType.Time t -> text("TIME");
      case ColumnType.Bytes t -> new Carriage("BYTE_ARRAY", "", "VARBYTE");
      case ColumnType.Date t -> new Carriage("INT32", "DATE", "DATE");
      case ColumnType.Timestamp t -> new Carriage("INT64", "TIMESTAMP(MICROS)", "TIMESTAMP");
      case ColumnType.TimestampTz t ->
          new Carriage("INT64", "TIMESTAMP(MICROS, UTC)", "TIMESTAMPTZ");
    };
  }

  private static Carriage text(String warehouse) {
    return new Carriage("BYTE_ARRAY", "STRING", warehouse);
  }

  /** Why wide ones have 38 digits: {@link dev.penstock.runner.spi.PartSchema}. */
  private static Carriage decimal(ColumnType.Decimal type) {
    if (!type.narrow()) {
      return new Carriage(
          "FIXED_LEN_BYTE_ARRAY(16)",
          new ColumnType.Decimal(ColumnType.Decimal.MAX_PRECISION, type.scale()).toString(),
          type.toString());
    }
    return new Carriage(
        type.precision() <= DIGITS_OF_INT ? "INT32" : "INT64", type.toString(), type.toString());
  }
}
