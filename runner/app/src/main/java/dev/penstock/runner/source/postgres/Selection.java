package dev.penstock.runner.source.postgres;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is selected, before it is cut into splits. Conditions and {@code from} are SQL of our own
 * making, or of a text that is {@link dev.penstock.runner.sql.SqlText#contained contained}.
 *
 * @param columns by name, in order; empty: whatever {@code from} yields
 * @param from a quoted table, or a query in brackets with an alias
 * @param conditions that rows meet, all of them
 * @param settings the values of parameters: what a session has to set before it runs this
 * @param bytes those of the columns whose texts come as their bytes, whatever the session's
 *     encoding
 */
public record Selection(
    List<String> columns,
    String from,
    List<String> conditions,
    Map<String, String> settings,
    Set<String> bytes)
    implements Serializable {
  /** All of whose texts come in the session's encoding. */
  public Selection(
      List<String> columns, String from, List<String> conditions, Map<String, String> settings) {
    this(columns, from, conditions, settings, Set.of());
  }

  public Selection {
    bytes = Set.copyOf(bytes);
    columns = List.copyOf(columns);
    conditions = List.copyOf(conditions);
    settings = Map.copyOf(settings);
  }

  /** {@return the same with one more condition} */
  Selection and(String condition) {
    List<String> all = new ArrayList<>(conditions);
    all.add(condition);
    return new Selection(columns, from, all, settings, bytes);
  }

  /** {@return the same rows with other columns} */
  Selection of(List<String> columns) {
    return new Selection(columns, from, conditions, settings, bytes);
  }

  /** {@return the same for sessions that set other values} */
  Selection setting(Map<String, String> settings) {
    return new Selection(columns, from, conditions, settings, bytes);
  }

  /**
   * {@return the same, every text of it as its bytes}
   *
   * @param described its columns
   */
  Selection asBytes(List<PostgresColumn> described) {
    return new Selection(
        described.stream().map(PostgresColumn::name).toList(),
        from,
        conditions,
        settings,
        described.stream()
            .filter(PostgresColumn::encoded)
            .map(PostgresColumn::name)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** {@return the statement that yields the rows; every name is quoted} */
  String sql() {
    return "SELECT %s FROM %s%s".formatted(items(), from, filter());
  }

  /**
   * {@return a statement that counts rows, but only up to a number}
   *
   * @param condition that counted rows meet beside those of the selection
   */
  String count(String condition, int atMost) {
    return "SELECT count(*) FROM (SELECT 1 FROM %s%s LIMIT %d) AS found"
        .formatted(from, and(condition).filter(), atMost);
  }

  private String items() {
    return columns.isEmpty() ? "*" : String.join(", ", columns.stream().map(this::item).toList());
  }

  private String item(String name) {
    String quoted = quoted(name);
    // By the function that writes a type as text, which keeps the blanks of character(n).
    return bytes.contains(name)
        ? "CASE WHEN %1$s IS NOT NULL THEN pg_catalog.convert_to(pg_catalog.concat(%1$s), 'SQL_ASCII') END AS %1$s"
            .formatted(quoted)
        : quoted;
  }

  private String filter() {
    // Each on lines of its own, so that a comment at the end of a text of somebody's ends.
    return conditions.isEmpty()
        ? ""
        : " WHERE " + String.join(" AND ", conditions.stream().map(c -> "(" + c + ")").toList());
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
