package dev.penstock.sandbox.redshift.sql;

import dev.penstock.sandbox.redshift.sql.Statement.Forward;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The parts of ALTER TABLE that change no row: keys, which inform only, and how rows are stored,
 * which is only kept and told.
 */
final class AlterDesign {
  private AlterDesign() {}

  /** Whether such a change comes next, behind ALTER. */
  static boolean comes(Sql sql) {
    return sql.sees("DISTKEY")
        || sql.sees("DISTSTYLE")
        || sql.sees("SORTKEY")
        || sql.sees("COMPOUND", "SORTKEY")
        || sql.sees("ENCODE");
  }

  static Statement translate(Sql sql, String table) throws Refusal {
    if (sql.takes("DISTKEY")) {
      return distribute(sql, table, "KEY", Optional.of(sql.name()));
    }
    if (sql.takes("DISTSTYLE")) {
      String style = sql.name();
      return switch (style) {
        case "all", "even", "auto" ->
            distribute(sql, table, style.toUpperCase(Locale.ROOT), Optional.empty());
        case "key" -> {
          sql.expect("DISTKEY");
          yield distribute(sql, table, "KEY", Optional.of(sql.name()));
        }
        default -> throw Refusal.syntax(style);
      };
    }
    TableNote note = new TableNote();
    if (sql.takes("ENCODE")) {
      sql.expect("AUTO");
      sql.end();
      return noted(table, note, "encoding", List.of());
    }
    sql.takes("COMPOUND");
    sql.expect("SORTKEY");
    List<String> columns = List.of();
    if (sql.takes("AUTO")) {
      note.design("sortstyle", "AUTO");
    } else {
      note.design("sortstyle", "COMPOUND");
      if (!sql.takes("NONE")) {
        columns = sql.names();
        note.design("sortkey", columns);
      }
    }
    sql.end();
    return noted(table, note, "sortkey", columns);
  }

  private static Statement distribute(Sql sql, String table, String style, Optional<String> key)
      throws Refusal {
    sql.end();
    TableNote note = new TableNote();
    note.design("diststyle", style);
    key.ifPresent(column -> note.design("distkey", column));
    return noted(table, note, "distkey", key.map(List::of).orElse(List.of()));
  }

  static Statement encode(Sql sql, String table, String column) throws Refusal {
    TableNote note = new TableNote();
    note.encoding(column, Encoding.any(sql));
    if (sql.sees(",")) {
      throw Refusal.unknown("ENCODE of several columns at once");
    }
    sql.end();
    return noted(table, note, "", List.of(column));
  }

  static Statement addConstraint(Sql sql, String table) throws Refusal {
    Optional<String> name = sql.takes("CONSTRAINT") ? Optional.of(sql.name()) : Optional.empty();
    String kind = sql.name();
    switch (kind) {
      case "primary", "foreign" -> sql.expect("KEY");
      case "unique" -> {}
      case "check" -> throw Refusal.unsupported("A CHECK constraint");
      default -> throw Refusal.syntax(kind);
    }
    List<String> columns = sql.names();
    if (kind.equals("foreign")) {
      sql.expect("REFERENCES");
      References.skip(sql);
    }
    sql.end();
    TableNote note = new TableNote();
    note.key(kind.charAt(0), name, columns);
    return changing(table, note)
        .checkedBy(
            "SELECT pg_catalog.penstock_takes_key(%s, '%c', %s, ARRAY[%s])"
                .formatted(
                    Literals.text(table),
                    kind.charAt(0),
                    name.map(Literals::text).orElse("NULL"),
                    texts(columns)));
  }

  static Statement dropConstraint(Sql sql, String table) throws Refusal {
    String name = sql.name();
    if (!sql.takes("CASCADE")) {
      sql.takes("RESTRICT");
    }
    sql.end();
    return changing(table, new TableNote())
        .checkedBy(
            "SELECT pg_catalog.penstock_drop_key(%s, %s)"
                .formatted(Literals.text(table), Literals.text(name)));
  }

  private static String texts(List<String> columns) {
    return columns.stream().map(Literals::text).collect(Collectors.joining(", "));
  }

  /**
   * Writes a note over an older one.
   *
   * @param forgotten what the older note said of columns: distkey, sortkey or encoding
   * @param columns that there must be
   */
  private static Forward noted(
      String table, TableNote note, String forgotten, List<String> columns) {
    return changing(table, note)
        .checkedBy(
            "SELECT pg_catalog.penstock_redesign(%s, %s, ARRAY[%s]::text[])"
                .formatted(Literals.text(table), Literals.text(forgotten), texts(columns)));
  }

  /** A change that PostgreSQL hardly notices, behind which the note stands. */
  private static Forward changing(String table, TableNote note) {
    return Forward.plain(
        "ALTER TABLE %s SET (fillfactor = 100)%s".formatted(table, note.comment()));
  }
}
