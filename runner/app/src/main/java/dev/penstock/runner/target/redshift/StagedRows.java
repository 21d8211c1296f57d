package dev.penstock.runner.target.redshift;

import static dev.penstock.runner.target.redshift.Names.qualified;
import static dev.penstock.runner.target.redshift.Names.quoted;

import dev.penstock.runner.commit.CommittedTarget.Column;
import dev.penstock.runner.commit.CommittedTarget.Upsert;
import dev.penstock.runner.commit.Days;
import dev.penstock.runner.spi.PartSchema;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A staging table as SQL: how it is made and filled, and how its rows reach the table that people
 * read. Values are compared and stored as what they mean, not as what the parts carry.
 *
 * @param table qualified
 * @param columns of the parts
 * @param ignored names of those that the table which people read goes without
 * @param parsed names of those that are SUPER there; only what is inserted is parsed, what rows are
 *     compared and ordered by are the texts
 */
record StagedRows(String table, List<Column> columns, List<String> ignored, List<String> parsed) {
  private static final String VERSION = quoted(PartSchema.RESERVED + "_version");

  StagedRows {
    columns = List.copyOf(columns);
    ignored = List.copyOf(ignored);
    parsed = List.copyOf(parsed);
  }

  /** Into a table that has no column of type SUPER. */
  StagedRows(String table, List<Column> columns, List<String> ignored) {
    this(table, columns, ignored, List.of());
  }

  /** All of whose columns reach the table. */
  StagedRows(String table, List<Column> columns) {
    this(table, columns, List.of());
  }

  /**
   * {@return the same rows for a table in which these columns are SUPER}
   *
   * @param names in any case
   */
  StagedRows parsing(List<String> names) {
    return new StagedRows(table, columns, ignored, names);
  }

  String ddl() {
    return "CREATE TABLE %s (%s) BACKUP NO"
        .formatted(
            qualified(table),
            list(column ->
                quoted(column.name())
                    + " "
                    + WarehouseType.declared(column.carried().orElse(column.type()))));
  }

  /**
   * {@return the load of all parts that a manifest lists}
   *
   * @param manifest as {@code s3://bucket/key}
   */
  String copy(String manifest, String role) {
    return "COPY %s (%s) FROM %s IAM_ROLE %s FORMAT AS PARQUET MANIFEST STATUPDATE OFF"
        .formatted(qualified(table), names(), Names.literal(manifest), Names.literal(role));
  }

  /** {@return the statements that bring the rows into a table, in their order} */
  List<String> moveInto(String target, Optional<Upsert> upsert) {
    return upsert
        .map(how -> List.of(deleteFrom(target, how), insertNewestInto(target, how)))
        .orElseGet(() -> List.of(insertInto(target)));
  }

  /** {@return the statements that make the rows all that a table holds, in their order} */
  List<String> replaceIn(String target, Optional<Upsert> upsert) {
    return List.of(
        emptying(target),
        upsert.map(how -> insertNewestInto(target, how)).orElseGet(() -> insertInto(target)));
  }

  /** {@return the statements that make the rows all that a table holds of these days} */
  List<String> replaceDaysIn(String target, Days days) {
    return List.of(deleteDays(target, days), insertInto(target));
  }

  /** {@return the statement that deletes the rows of these days, of one at least} */
  String deleteDays(String target, Days days) {
    var column = quoted(column(days.column()).name());
    return "DELETE FROM %s WHERE %s"
        .formatted(
            qualified(target),
            days.stretches().stream()
                .map(stretch ->
                    // The day after the last may be one that no warehouse knows.
                    "(%s >= DATE '%s' AND %s <= DATE '%s')"
                        .formatted(column, stretch.from(), column, stretch.to().minusDays(1)))
                .collect(Collectors.joining(" OR ")));
  }

  /** {@return the statements of a run whose days are not known yet} */
  List<String> replaceDaysIn(String target, String column) {
    return List.of(
        "DELETE FROM %s WHERE %s IN (<days>)"
            .formatted(qualified(target), quoted(column(column).name())),
        insertInto(target));
  }

  /** DELETE, never TRUNCATE, which would commit the transaction. */
  static String emptying(String target) {
    return "DELETE FROM " + qualified(target);
  }

  private String insertInto(String target) {
    return "INSERT INTO %s (%s) SELECT %s FROM %s"
        .formatted(
            qualified(target),
            keptNames(),
            kept(column -> stored(column, value(column))),
            qualified(table));
  }

  /** Every older version of a key that came, however new its own order says it is. */
  private String deleteFrom(String target, Upsert upsert) {
    var same =
        keys(upsert)
            .map(column ->
                "%s.%s = %s"
                    .formatted(
                        bare(target),
                        quoted(column.name()),
                        cast(column, bare(table) + "." + quoted(column.name()))))
            .collect(Collectors.joining(" AND "));
    return "DELETE FROM %s USING %s WHERE %s".formatted(qualified(target), qualified(table), same);
  }

  private String insertNewestInto(String target, Upsert upsert) {
    return "INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s"
        .formatted(
            qualified(target),
            keptNames(),
            kept(column -> stored(column, quoted(column.name()))),
            ranked(upsert),
            lives(upsert));
  }

  /** The rows with a number each, 1 for the newest of its key. */
  private String ranked(Upsert upsert) {
    var newestFirst = newestFirst(upsert);
    var window =
        newestFirst.isEmpty()
            ? "PARTITION BY " + keyNames(upsert)
            : "PARTITION BY %s ORDER BY %s".formatted(keyNames(upsert), newestFirst);
    return "(SELECT %s, ROW_NUMBER() OVER (%s) AS %s FROM %s) AS \"ranked\""
        .formatted(names(), window, VERSION, meant());
  }

  /** {@return by what rows are ordered so that the newest is the first} */
  String newestFirst(Upsert upsert) {
    return Stream.of(
            upsert.orderBy().stream().map(this::column),
            // Of two versions that tie the delete is the newer one.
            upsert.deleted().stream().map(this::column),
            tieBreakers(upsert))
        .flatMap(each -> each)
        .map(column -> quoted(column.name()) + " DESC NULLS LAST")
        .collect(Collectors.joining(", "));
  }

  /** What is true of the newest version of a key, unless that is a delete. */
  private String lives(Upsert upsert) {
    var newest = VERSION + " = 1";
    return upsert
        .deleted()
        .map(this::column)
        .map(column ->
            newest
                + (column.type().equals("BOOLEAN")
                    ? " AND NOT COALESCE(%s, FALSE)".formatted(quoted(column.name()))
                    : " AND %s IS NULL".formatted(quoted(column.name()))))
        .orElse(newest);
  }

  /**
   * {@return the query that tells how many rows there are, and how many different keys the table
   * gets}
   */
  String count(Upsert upsert) {
    if (upsert.deleted().isPresent()) {
      return "SELECT COUNT(*), COALESCE(SUM(CASE WHEN %s THEN 1 ELSE 0 END), 0) FROM %s"
          .formatted(lives(upsert), ranked(upsert));
    }
    return "SELECT COALESCE(SUM(\"n\"), 0), COUNT(*) FROM (SELECT COUNT(*) AS \"n\" FROM %s"
            .formatted(meant())
        + " GROUP BY %s) AS \"counted\"".formatted(keyNames(upsert));
  }

  /** {@return the query that tells how many rows a table has, and how many of them no key here} */
  String absence(String target, Upsert upsert) {
    var there = quoted("there");
    var came = quoted("came");
    return "SELECT COUNT(*), COALESCE(SUM(CASE WHEN %s.%s IS NULL THEN 1 ELSE 0 END), 0) FROM %s AS %s LEFT JOIN (SELECT DISTINCT %s FROM %s) AS %s ON %s"
        .formatted(
            came,
            quoted(keys(upsert).findFirst().orElseThrow().name()),
            qualified(target),
            there,
            keyNames(upsert),
            meant(),
            came,
            same(upsert, there, came));
  }

  /** {@return the query that tells how many rows of a table have a key whose newest is a delete} */
  String deletes(String target, Upsert upsert) {
    var there = quoted("there");
    var gone = quoted("gone");
    var column = column(upsert.deleted().orElseThrow());
    var dies =
        (column.type().equals("BOOLEAN") ? "COALESCE(%s, FALSE)" : "%s IS NOT NULL")
            .formatted(quoted(column.name()));
    return "SELECT COUNT(*) FROM %s AS %s JOIN (SELECT %s FROM %s WHERE %s = 1 AND %s) AS %s ON %s"
        .formatted(
            qualified(target),
            there,
            keyNames(upsert),
            ranked(upsert),
            VERSION,
            dies,
            gone,
            same(upsert, there, gone));
  }

  private String same(Upsert upsert, String one, String other) {
    return keys(upsert)
        .map(column ->
            "%s.%s = %s.%s".formatted(one, quoted(column.name()), other, quoted(column.name())))
        .collect(Collectors.joining(" AND "));
  }

  /**
   * Two versions may tie, and a reload of the parts must choose the same one. The order of VARBYTE
   * is not documented, and the commit is the same in all rows.
   */
  private Stream<Column> tieBreakers(Upsert upsert) {
    return columns.stream()
        .filter(column -> !named(upsert.key(), column) && !named(upsert.orderBy(), column))
        .filter(column -> upsert.deleted().filter(column.name()::equalsIgnoreCase).isEmpty())
        .filter(column -> !column.type().equals("VARBYTE"))
        .filter(column -> !column.name().equals(PartSchema.COMMIT));
  }

  /** {@return the rows as what they mean} */
  String meant() {
    return "(SELECT %s FROM %s) AS \"meant\""
        .formatted(
            list(column ->
                column.carried().isEmpty()
                    ? quoted(column.name())
                    : value(column) + " AS " + quoted(column.name())),
            qualified(table));
  }

  // Redshift would keep a text that is not parsed as one string.
  String stored(Column column, String value) {
    return named(parsed, column) ? "JSON_PARSE(" + value + ")" : value;
  }

  private String value(Column column) {
    return cast(column, quoted(column.name()));
  }

  private static String cast(Column column, String value) {
    return column.carried().isEmpty()
        ? value
        : "CAST(%s AS %s)".formatted(value, WarehouseType.declared(column.type()));
  }

  private Stream<Column> keys(Upsert upsert) {
    return upsert.key().stream().map(this::column);
  }

  String keyNames(Upsert upsert) {
    return keys(upsert).map(column -> quoted(column.name())).collect(Collectors.joining(", "));
  }

  Column column(String name) {
    return columns.stream()
        .filter(column -> column.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(table + " has no column " + name));
  }

  private static boolean named(List<String> names, Column column) {
    return names.stream().anyMatch(column.name()::equalsIgnoreCase);
  }

  String names() {
    return list(column -> quoted(column.name()));
  }

  private String keptNames() {
    return kept(column -> quoted(column.name()));
  }

  private String kept(Function<Column, String> text) {
    return columns.stream()
        .filter(column -> !ignored.contains(column.name()))
        .map(text)
        .collect(Collectors.joining(", "));
  }

  private String list(Function<Column, String> text) {
    return columns.stream().map(text).collect(Collectors.joining(", "));
  }

  private static String bare(String table) {
    return quoted(table.substring(table.indexOf('.') + 1));
  }
}
