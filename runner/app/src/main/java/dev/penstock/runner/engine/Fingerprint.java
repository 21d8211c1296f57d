package dev.penstock.runner.engine;

import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What rows say, as 32 hexadecimal digits: the beginning of the SHA-256 of names and values of
 * those columns that are not NULL, in the order of the names. So a column that is added and NULL,
 * or that stands elsewhere, changes nothing; an empty text is told from NULL, and a number from the
 * same one in a wider type is not. Names and values go with their lengths, so that nothing runs
 * into its neighbour.
 *
 * @param columns at least one, as the relation spells them, with the types that parts have
 */
public record Fingerprint(List<Column> columns) {
  public Fingerprint {
    columns =
        columns.stream()
            .sorted(Comparator.comparing(column -> column.name().toLowerCase(Locale.ROOT)))
            .toList();
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("A fingerprint of nothing");
    }
  }

  /** {@return whether nothing is left of it without these columns, whatever their case} */
  public boolean isWithin(List<String> names) {
    return columns.stream()
        .allMatch(column -> names.stream().anyMatch(column.name()::equalsIgnoreCase));
  }

  /** {@return the same without these columns, of which it has more} */
  Fingerprint without(List<String> names) {
    return new Fingerprint(
        columns.stream()
            .filter(column -> names.stream().noneMatch(column.name()::equalsIgnoreCase))
            .toList());
  }

  /** {@return the digits, of a row of the relation} */
  String value() {
    return "substring(sha256(%s), 1, 32)"
        .formatted(columns.stream().map(Fingerprint::item).collect(Collectors.joining(" || ")));
  }

  private static String item(Column column) {
    var name = column.name().toLowerCase(Locale.ROOT);
    var text = text(Sql.identifier(column.name()), column.type());
    return "CASE WHEN %s IS NULL THEN '' ELSE %s || strlen(%s) || ':' || %s END"
        .formatted(
            Sql.identifier(column.name()),
            Sql.literal(name.getBytes(StandardCharsets.UTF_8).length + ":" + name + "="),
            text,
            text);
  }

  // What a time zone or a width of the session or of the type would change is not in it.
  private static String text(String name, ColumnType type) {
    return switch (type) {
      case ColumnType.Decimal decimal when decimal.scale() > 0 ->
          "rtrim(rtrim(CAST(%s AS VARCHAR), '0'), '.')".formatted(name);
      case ColumnType.Timestamp timestamp -> "CAST(epoch_us(" + name + ") AS VARCHAR)";
      case ColumnType.TimestampTz instant -> "CAST(epoch_us(" + name + ") AS VARCHAR)";
      case ColumnType.Bytes bytes -> "hex(" + name + ")";
      // There are two zeros that are equal.
      case ColumnType.Float32 number -> number("CAST(" + name + " AS DOUBLE)");
      case ColumnType.Float64 number -> number(name);
      case ColumnType.Decimal decimal -> cast(name);
      case ColumnType.Bool bool -> cast(name);
      case ColumnType.Int16 number -> cast(name);
      case ColumnType.Int32 number -> cast(name);
      case ColumnType.Int64 number -> cast(name);
      case ColumnType.Text words -> cast(name);
      case ColumnType.Json document -> cast(name);
      case ColumnType.Date day -> cast(name);
      case ColumnType.Time time -> cast(name);
      case ColumnType.Uuid uuid -> cast(name);
    };
  }

  private static String number(String name) {
    return "CASE WHEN %1$s = 0 THEN '0' ELSE CAST(%1$s AS VARCHAR) END".formatted(name);
  }

  private static String cast(String name) {
    return "CAST(" + name + " AS VARCHAR)";
  }
}
