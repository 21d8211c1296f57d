package dev.penstock.sandbox.demo;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Some rows of a table, as many of its columns as a screen is wide. The shop's customers are made
 * up: whoever runs a demo may see them.
 */
record WarehouseRows(List<String> lines) {
  private static final int SCREEN = 118;
  private static final int ROWS = 6;
  private static final String BETWEEN = "  ";

  WarehouseRows {
    lines = List.copyOf(lines);
  }

  /**
   * The rows with the highest keys: those that came last.
   *
   * @param key may be empty; then the first column orders them
   */
  static WarehouseRows of(Connection warehouse, String table, List<String> key)
      throws SQLException {
    String rest =
        "FROM %s ORDER BY %s DESC LIMIT %d"
            .formatted(table, key.isEmpty() ? "1" : String.join(" DESC, ", key), ROWS);
    try (Statement statement = warehouse.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * " + rest)) {
      List<List<String>> columns = columns(rows);
      String names = String.join(", ", columns.stream().map(List::getFirst).toList());
      List<String> lines = new ArrayList<>();
      lines.add("analytics=> SELECT %s %s".formatted(names, rest));
      lines.addAll(table(columns));
      return new WarehouseRows(lines);
    }
  }

  void print(PrintStream out) {
    out.printf("%n%s%n", String.join("\n", lines));
    out.flush();
  }

  /** Those that find room beside the ones before them, each with its name first. */
  private static List<List<String>> columns(ResultSet rows) throws SQLException {
    ResultSetMetaData names = rows.getMetaData();
    List<List<String>> all = new ArrayList<>();
    for (int i = 1; i <= names.getColumnCount(); i++) {
      all.add(new ArrayList<>(List.of(names.getColumnName(i))));
    }
    while (rows.next()) {
      for (int i = 1; i <= all.size(); i++) {
        all.get(i - 1).add(Optional.ofNullable(rows.getString(i)).orElse(""));
      }
    }
    int room = SCREEN;
    List<List<String>> fit = new ArrayList<>();
    for (List<String> column : all) {
      if (width(column) <= room) {
        fit.add(column);
        room -= width(column) + BETWEEN.length();
      }
    }
    return fit;
  }

  private static List<String> table(List<List<String>> columns) {
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < columns.getFirst().size(); row++) {
      StringBuilder line = new StringBuilder();
      for (List<String> column : columns) {
        String cell = column.get(row);
        line.append(cell).repeat(' ', width(column) - cell.length()).append(BETWEEN);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private static int width(List<String> column) {
    return column.stream().mapToInt(String::length).max().orElse(0);
  }
}
