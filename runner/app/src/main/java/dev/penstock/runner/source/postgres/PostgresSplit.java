package dev.penstock.runner.source.postgres;

import dev.penstock.runner.spi.Split;
import java.util.List;

/**
 * The rows of a table as of a snapshot. For now a table is one split.
 *
 * @param snapshot as the server names it; lives as long as the session that exported it
 */
public record PostgresSplit(String snapshot, String schema, String table, List<String> columns)
    implements Split {
  public PostgresSplit {
    columns = List.copyOf(columns);
  }

  /** {@return the statement that sends the rows; every name is quoted} */
  String copy() {
    return "COPY (%s) TO STDOUT (FORMAT binary)".formatted(select());
  }

  String select() {
    return "SELECT %s FROM %s.%s"
        .formatted(
            String.join(", ", columns.stream().map(PostgresSplit::quoted).toList()),
            quoted(schema),
            quoted(table));
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
