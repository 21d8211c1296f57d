package dev.penstock.sandbox.redshift.copy;

import dev.penstock.sandbox.redshift.copy.target.TargetColumn;
import dev.penstock.sandbox.redshift.sql.CopyCommand;
import dev.penstock.sandbox.redshift.sql.CopyOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * A Parquet file on disk, decoded by DuckDB.
 *
 * @param url what messages call it
 */
record ParquetFile(Connection duckdb, Path path, String url) {
  private static final int ROWS_BETWEEN_LOOKS = 1024;

  /** Its columns from left to right; of a nested one only the outermost. */
  List<ParquetColumn> columns() throws SQLException {
    List<ParquetColumn> columns = new ArrayList<>();
    try (Statement statement = duckdb.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT name, type, type_length, converted_type, logical_type, precision, scale,"
                    + " num_children FROM parquet_schema("
                    + literal()
                    + ")")) {
      rows.next();
      int left = rows.getInt("num_children");
      for (; left > 0; left--) {
        rows.next();
        int children = rows.getInt("num_children");
        columns.add(column(rows, children > 0));
        skip(rows, children);
      }
    }
    return columns;
  }

  private static void skip(ResultSet rows, int children) throws SQLException {
    for (int left = children; left > 0; left--) {
      rows.next();
      left += rows.getInt("num_children");
    }
  }

  private static ParquetColumn column(ResultSet row, boolean nested) throws SQLException {
    return new ParquetColumn(
        row.getString("name"),
        Objects.requireNonNullElse(row.getString("type"), ""),
        Integer.parseInt(Objects.requireNonNullElse(row.getString("type_length"), "0")),
        Objects.requireNonNullElse(row.getString("converted_type"), ""),
        Objects.requireNonNullElse(row.getString("logical_type"), ""),
        row.getInt("precision"),
        row.getInt("scale"),
        nested);
  }

  /** Writes every row, after the checks that only Redshift makes. */
  void copyTo(
      BinaryRows out, CopyCommand command, List<TargetColumn> targets, BooleanSupplier cancelled)
      throws LoadFailure, SQLException, IOException {
    List<ParquetRule> rules = rules(command, targets);
    ParquetValue[] values = rules.stream().map(ParquetRule::value).toArray(ParquetValue[]::new);
    String expressions =
        rules.stream().map(ParquetRule::expression).collect(Collectors.joining(", "));
    try (Statement statement = duckdb.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT %s FROM read_parquet(%s)".formatted(expressions, literal()))) {
      while (rows.next()) {
        out.beginRow();
        for (int i = 0; i < values.length; i++) {
          values[i].copy(rows, i + 1, out);
        }
        if (out.rows() % ROWS_BETWEEN_LOOKS == 0 && cancelled.getAsBoolean()) {
          throw LoadFailure.cancelled();
        }
      }
    }
  }

  private List<ParquetRule> rules(CopyCommand command, List<TargetColumn> targets)
      throws LoadFailure, SQLException {
    List<ParquetColumn> sources = columns();
    boolean filled =
        command.options().has(CopyOptions.Flag.FILLRECORD) && sources.size() < targets.size();
    if (sources.size() != targets.size() && !filled) {
      throw LoadFailure.ofScan(
          15007,
          "Unmatched number of columns between table and file. Table columns: %d, Data columns: %d, File name: %s"
              .formatted(targets.size(), sources.size(), url),
          url,
          "");
    }
    boolean serialize =
        command.format() instanceof CopyCommand.Format.Parquet(boolean toJson) && toJson;
    List<ParquetRule> rules = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      rules.add(
          i < sources.size()
              ? ParquetRule.of(targets.get(i), sources.get(i), url, serialize)
              : ParquetRule.absent());
    }
    return rules;
  }

  private String literal() {
    return "'" + path.toString().replace("'", "''") + "'";
  }
}
