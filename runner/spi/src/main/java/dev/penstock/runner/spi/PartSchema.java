package dev.penstock.runner.spi;

import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a part. Some types travel as another one, because the engine writes them in a way
 * that the warehouse refuses; whoever loads a part casts them back.
 */
public record PartSchema(List<PartColumn> columns) {
  /** The column that says which commit brought a row; the last one of every part. */
  public static final String COMMIT = "_penstock_commit";

  /** The column that stands for what a row says, in parts of targets that keep versions. */
  public static final String HASH = "_penstock_hash";

  /** In a table that keeps versions: from when one was valid. */
  public static final String VALID_FROM = "_penstock_valid_from";

  /** Until when, excluded; NULL: it is valid still. */
  public static final String VALID_TO = "_penstock_valid_to";

  /** The newest instant at which a row confirmed the version, or its end. */
  public static final String LAST_SEEN = "_penstock_last_seen";

  /** Column names that begin so belong to Penstock. */
  public static final String RESERVED = "_penstock";

  public PartSchema {
    columns = List.copyOf(columns);
  }

  /**
   * {@return the schema of the parts of a relation: its columns, then {@link #COMMIT}}
   *
   * @param relation without a reserved name
   */
  public static PartSchema of(Schema relation) {
    List<PartColumn> columns = new ArrayList<>();
    for (Column column : relation.columns()) {
      columns.add(new PartColumn(column.name(), column.type(), carried(column.type())));
    }
    columns.add(new PartColumn(COMMIT, new ColumnType.Int64(), new ColumnType.Int64()));
    return new PartSchema(columns);
  }

  /**
   * {@return what is compared of a table that keeps versions}
   *
   * @param instant the type of the column that says from when a row is valid
   */
  public static PartSchema versions(ColumnType instant) {
    return new PartSchema(
        List.of(
            new PartColumn(HASH, new ColumnType.Text(), new ColumnType.Text()),
            new PartColumn(VALID_FROM, instant, instant),
            new PartColumn(VALID_TO, instant, instant)));
  }

  /**
   * {@return the name that stands in directories for the values of a column, which the file keeps}
   */
  public static String directory(String column) {
    return "p_" + column;
  }

  private static ColumnType carried(ColumnType type) {
    return switch (type) {
      // Parquet decimals above 18 digits are written as 16 bytes; Redshift demands the shortest
      // length for the declared precision, which is 16 bytes for 38 digits only.
      case ColumnType.Decimal decimal when !decimal.narrow() ->
          new ColumnType.Decimal(ColumnType.Decimal.MAX_PRECISION, decimal.scale());
      case ColumnType.Uuid uuid -> new ColumnType.Text();
      case ColumnType.Time time -> new ColumnType.Text();
      case ColumnType.Json json -> new ColumnType.Text();
      case ColumnType.Bool same -> same;
      case ColumnType.Int16 same -> same;
      case ColumnType.Int32 same -> same;
      case ColumnType.Int64 same -> same;
      case ColumnType.Float32 same -> same;
      case ColumnType.Float64 same -> same;
      case ColumnType.Decimal same -> same;
      case ColumnType.Text same -> same;
      case ColumnType.Bytes same -> same;
      case ColumnType.Date same -> same;
      case ColumnType.Timestamp same -> same;
      case ColumnType.TimestampTz same -> same;
    };
  }

  /**
   * A column of a part.
   *
   * @param type what its values mean
   * @param carried what the file holds
   */
  public record PartColumn(String name, ColumnType type, ColumnType carried) {
    /** {@return whether whoever loads it has to cast} */
    public boolean cast() {
      return !type.equals(carried);
    }
  }
}
