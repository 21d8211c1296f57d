package dev.penstock.sandbox.redshift.copy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BooleanSupplier;

/** A Parquet file on disk, decoded by DuckDB. */
final class ParquetFile implements AutoCloseable {
  private final Connection duckdb;
  private final Path path;
  private final String url;

  private ParquetFile(Connection duckdb, Path path, String url) {
    this.duckdb = duckdb;
    this.path = path;
    this.url = url;
  }

  /**
   * Opens a file.
   *
   * @param url what messages call it
   */
  static ParquetFile open(Path path, String url) throws SQLException {
    Properties options = new Properties();
    options.setProperty("jdbc_stream_results", "true");
    Connection duckdb = DriverManager.getConnection("jdbc:duckdb:", options);
    try (Statement statement = duckdb.createStatement()) {
      statement.execute("SET threads = 1");
      statement.execute("SET memory_limit = '512MB'");
      return new ParquetFile(duckdb, path, url);
    } catch (SQLException e) {
      duckdb.close();
      throw e;
    }
  }

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
  void copyTo(RowBuffer out, List<TargetColumn> targets, BooleanSupplier cancelled)
      throws LoadFailure, SQLException, IOException {
    List<ParquetColumn> sources = columns();
    if (sources.size() != targets.size()) {
      throw LoadFailure.ofScan(
          15007,
          "Unmatched number of columns between table and file. Table columns: %d, Data columns: %d, File name: %s"
              .formatted(targets.size(), sources.size(), url),
          url,
          "");
    }
    List<String> expressions = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      expressions.add(TypeRule.expression(targets.get(i), sources.get(i), url));
    }
    List<Optional<Integer>> longest = targets.stream().map(TypeRule::longest).toList();
    try (Statement statement = duckdb.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT %s FROM read_parquet(%s)"
                    .formatted(String.join(", ", expressions), literal()))) {
      while (rows.next()) {
        for (int i = 0; i < targets.size(); i++) {
          String text = rows.getString(i + 1);
          if (text != null && longest.get(i).isPresent()) {
            out.field(checked(text, longest.get(i).get(), targets.get(i)));
          } else {
            out.field(text);
          }
        }
        out.endRow();
        if (out.rows() % 1024 == 0 && cancelled.getAsBoolean()) {
          throw LoadFailure.ofManifest(0, "cancelled", url);
        }
      }
    }
  }

  private byte[] checked(String text, int longest, TargetColumn target) throws LoadFailure {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length > longest) {
      throw LoadFailure.ofScan(
          15001,
          "The length of the data column %s is longer than the length defined in the table. Table: %d, Data: %d"
              .formatted(target.name(), longest, utf8.length),
          url,
          target.name());
    }
    if (text.indexOf('\0') >= 0) {
      throw LoadFailure.ofScan(
          15001,
          "The data column %s holds a NUL, which the stand-in does not know"
              .formatted(target.name()),
          url,
          target.name());
    }
    return utf8;
  }

  private String literal() {
    return "'" + path.toString().replace("'", "''") + "'";
  }

  @Override
  public void close() throws SQLException {
    duckdb.close();
  }
}
