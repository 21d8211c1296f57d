package dev.penstock.runner.engine;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;

/** Reads parts with a database of the test's own, as text. */
final class PartReader {
  private PartReader() {}

  static List<String> read(List<SealedPart> parts, String select) throws Exception {
    return query(
        "FROM %s SELECT %s"
            .formatted(Carried.files(parts.stream().map(SealedPart::file).toList()), select));
  }

  static List<String> read(Path file, String select) throws Exception {
    return query("FROM %s SELECT %s".formatted(Carried.files(List.of(file)), select));
  }

  static List<String> query(String sql) throws Exception {
    List<String> rows = new ArrayList<>();
    try (var other = DriverManager.getConnection("jdbc:duckdb:");
        var statement = other.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      try (var result = statement.executeQuery(sql)) {
        while (result.next()) {
          List<String> values = new ArrayList<>();
          for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            values.add(String.valueOf(result.getString(i)));
          }
          rows.add(String.join("|", values));
        }
      }
    }
    return rows;
  }
}
