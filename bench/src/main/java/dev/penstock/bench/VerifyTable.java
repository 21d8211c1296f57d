package dev.penstock.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Compares what one of the contestants has written with the table: rows, and per column NULLs and
 * the sum of a number or the bytes of a text. It prints the rows and which columns changed type, as
 * JSON, and fails where a value was lost.
 */
public final class VerifyTable {
  private VerifyTable() {}

  /**
   * Runs it once.
   *
   * @param args port, table, a glob of Parquet files, perhaps a condition on the table
   */
  public static void main(String[] args) throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:%s/postgres?user=postgres".formatted(args[0]);
    try (var server = DriverManager.getConnection(url);
        var files = DriverManager.getConnection("jdbc:duckdb:")) {
      var columns = columns(server, args[1]);
      var which = args.length > 3 ? " WHERE " + args[3] : "";
      var there = figures(server, columns, args[1] + which);
      var here = figures(files, columns, "read_parquet('%s')".formatted(args[2]));
      if (!there.equals(here)) {
        System.err.println("The table: " + there + "\nThe files: " + here);
        System.exit(1);
      }
      System.out.printf(
          "{\"rows\": %s, \"types\": \"%s\"}%n", here.getFirst(), changed(files, columns, args[2]));
    }
  }

  private record Column(String name, String type) {
    boolean numeric() {
      return type.startsWith("numeric");
    }

    String figure() {
      return switch (type) {
        case "text" -> "sum(octet_length(%s))".formatted(bytes());
        case "bigint", "integer" -> "sum(%s::numeric(38,0))".formatted(name);
        case "boolean" -> "sum(%s::int)".formatted(name);
        case "date" -> "min(%s::date)::text || ' ' || max(%1$s::date)::text".formatted(name);
        default -> numeric() ? "sum(%s::numeric(38,2))".formatted(name) : "count(*)";
      };
    }

    private String bytes() {
      return name + "::bytea";
    }
  }

  private static List<Column> columns(Connection server, String table) throws SQLException {
    try (var statement = server.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
                WHERE attrelid = '%s'::regclass AND attnum > 0 ORDER BY attnum
                """
                    .formatted(table))) {
      var columns = new ArrayList<Column>();
      while (rows.next()) {
        columns.add(new Column(rows.getString(1), rows.getString(2)));
      }
      return columns;
    }
  }

  private static List<String> figures(Connection where, List<Column> columns, String from)
      throws SQLException {
    var asked =
        columns.stream()
            .map(column -> "count(%s), %s".formatted(column.name(), column.figure()))
            .collect(Collectors.joining(", ", "SELECT count(*), ", " FROM " + from));
    try (var statement = where.createStatement();
        ResultSet row = statement.executeQuery(asked)) {
      row.next();
      var figures = new ArrayList<String>();
      for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
        figures.add(String.valueOf(row.getString(i)));
      }
      return figures;
    }
  }

  private static String changed(Connection files, List<Column> columns, String glob)
      throws SQLException {
    var changed = new ArrayList<String>();
    try (var statement = files.createStatement();
        var rows = statement.executeQuery("DESCRIBE FROM read_parquet('%s')".formatted(glob))) {
      for (var column : columns) {
        rows.next();
        var type = rows.getString("column_type");
        if (column.numeric() && !type.startsWith("DECIMAL")) {
          changed.add("%s is %s".formatted(column.name(), type));
        } else if (column.type().equals("date") && !type.equals("DATE")) {
          changed.add("%s is %s".formatted(column.name(), type));
        }
      }
    }
    return changed.isEmpty() ? "kept" : changed.size() + " changed, such as " + changed.getFirst();
  }
}
