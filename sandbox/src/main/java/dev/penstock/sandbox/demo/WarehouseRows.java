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

  /** The query, and what it yields by the order of its first key column. */
  static WarehouseRows of(Connection warehouse, String table, List<String> key)
      throws SQLException {
    String sql =
        "SELECT * FROM %s ORDER BY %s LIMIT %d"
            .formatted(table, key.isEmpty() ? "1" : String.join(", ", key), ROWS);
    try (Statement statement = warehouse.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>(List.of("analytics=> " + sql));
      lines.addAll(table(rows));
      return new WarehouseRows(lines);
    }
  }

  void print(PrintStream out) {
    out.printf("%n%s%n", String.join("\n", lines));
    out.flush();
  }

  private static List<String> table(ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    List<List<String>> cells = new ArrayList<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      cells.add(new ArrayList<>(List.of(columns.getColumnName(i))));
    }
    while (rows.next()) {
      for (int i = 1; i <= cells.size(); i++) {
        cells.get(i - 1).add(Optional.ofNullable(rows.getString(i)).orElse(""));
      }
    }
    List<StringBuilder> lines = new ArrayList<>();
    cells.getFirst().forEach(row -> lines.add(new StringBuilder()));
    for (List<String> column : cells) {
      int width = column.stream().mapToInt(String::length).max().orElse(0);
      if (lines.getFirst().length() + width > SCREEN) {
        break;
      }
      for (int row = 0; row < lines.size(); row++) {
        String cell = column.get(row);
        lines.get(row).append(cell).repeat(' ', width - cell.length()).append(BETWEEN);
      }
    }
    return lines.stream().map(line -> line.toString().stripTrailing()).toList();
  }
}
