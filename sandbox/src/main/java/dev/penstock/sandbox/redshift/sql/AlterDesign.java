package dev.penstock.sandbox.redshift.sql;

import dev.penstock.sandbox.redshift.sql.Statement.Forward;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The parts of ALTER TABLE that change no row: keys, which inform only, and how rows are stored,
 * which is only kept and told.
 */
final class AlterDesign {
  private static final Set<String> ENCODINGS =
      Set.of(
          "raw",
          "az64",
          "bytedict",
          "delta",
          "delta32k",
          "lzo",
          "mostly8",
          "mostly16",
          "mostly32",
          "runlength",
          "text255",
          "text32k",
          "zstd");

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
      return distribute(sql, table, "key", Optional.of(sql.name()));
    }
    if (sql.takes("DISTSTYLE")) {
      String style = sql.name();
      return switch (style) {
        case "all", "even", "auto" -> distribute(sql, table, style, Optional.empty());
        case "key" -> {
          sql.expect("DISTKEY");
          yield distribute(sql, table, "key", Optional.of(sql.name()));
        }
        default -> throw Refusal.syntax(style);
      };
    }
    if (sql.takes("ENCODE")) {
      sql.expect("AUTO");
      sql.end();
      return noted(table, "", "\"encode\":\"auto\"");
    }
    sql.takes("COMPOUND");
    sql.expect("SORTKEY");
    if (sql.takes("AUTO")) {
      sql.end();
      return noted(table, "", "\"sortstyle\":\"AUTO\",\"sortkey\":[]");
    }
    if (sql.takes("NONE")) {
      sql.end();
      return noted(table, "", "\"sortstyle\":\"NONE\",\"sortkey\":[]");
    }
    List<String> columns = columns(sql);
    sql.end();
    return noted(table, texts(columns), "\"sortstyle\":\"COMPOUND\",\"sortkey\":" + list(columns));
  }

  private static Statement distribute(Sql sql, String table, String style, Optional<String> key)
      throws Refusal {
    sql.end();
    return noted(
        table,
        key.map(Literals::text).orElse(""),
        "\"diststyle\":\"%s\"%s"
            .formatted(
                style.toUpperCase(Locale.ROOT),
                key.map(name -> ",\"distkey\":" + json(name)).orElse("")));
  }

  static Statement encode(Sql sql, String table, String column) throws Refusal {
    String encoding = sql.name();
    if (!ENCODINGS.contains(encoding)) {
      throw Refusal.of("42601", "encoding \"%s\" not recognized".formatted(encoding));
    }
    if (sql.sees(",")) {
      throw Refusal.unknown("ENCODE of several columns at once");
    }
    sql.end();
    return noted(
        table,
        Literals.text(column),
        "\"encodings\":{%s:%s}".formatted(json(column), json(encoding)));
  }

  static Statement addConstraint(Sql sql, String table) throws Refusal {
    Optional<String> name = Optional.empty();
    if (sql.takes("CONSTRAINT")) {
      name = Optional.of(sql.name());
    }
    String kind = sql.name();
    switch (kind) {
      case "primary", "foreign" -> sql.expect("KEY");
      case "unique" -> {}
      case "check" -> throw Refusal.unsupported("A CHECK constraint");
      default -> throw Refusal.syntax(kind);
    }
    List<String> columns = columns(sql);
    if (kind.equals("foreign")) {
      sql.expect("REFERENCES");
      sql.qualifiedName();
      if (sql.takes("(")) {
        sql.untilClosing();
      }
    }
    sql.end();
    Forward change =
        noted(
            table,
            texts(columns),
            "\"keys\":[{\"kind\":\"%s\"%s,\"columns\":%s}]"
                .formatted(
                    kind.charAt(0),
                    name.map(given -> ",\"name\":" + json(given)).orElse(""),
                    list(columns)));
    return kind.equals("primary")
        ? change.checkedBy(
            "SELECT pg_catalog.penstock_never_null(%s, ARRAY[%s])"
                .formatted(Literals.text(table), texts(columns)))
        : change;
  }

  private static List<String> columns(Sql sql) throws Refusal {
    sql.expect("(");
    List<String> names = new ArrayList<>();
    for (List<Token> piece : Sql.pieces(sql.untilClosing())) {
      Sql column = new Sql(piece);
      names.add(column.name());
      column.end();
    }
    return names;
  }

  private static String texts(List<String> columns) {
    return columns.stream().map(Literals::text).collect(Collectors.joining(", "));
  }

  private static String list(List<String> columns) {
    return columns.stream().map(AlterDesign::json).collect(Collectors.joining(",", "[", "]"));
  }

  private static String json(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("*", "\\u002a") + '"';
  }

  /**
   * A change that PostgreSQL doesn't notice, behind which the note stands.
   *
   * @param columns that there must be, as texts
   */
  private static Forward noted(String table, String columns, String note) {
    Forward change =
        Forward.plain(
            "ALTER TABLE %s SET (fillfactor = 100) /* penstock {%s} */".formatted(table, note));
    return columns.isEmpty()
        ? change
        : change.checkedBy(
            "SELECT pg_catalog.penstock_column(%s, name) FROM unnest(ARRAY[%s]) name"
                .formatted(Literals.text(table), columns));
  }
}
