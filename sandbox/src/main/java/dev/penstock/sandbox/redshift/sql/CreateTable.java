package dev.penstock.sandbox.redshift.sql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** CREATE TABLE, less what only Redshift's storage needs. */
final class CreateTable {
  private CreateTable() {}

  static Statement translate(Sql sql, boolean temporary) throws Refusal {
    boolean lenient = sql.takes("IF", "NOT", "EXISTS");
    boolean hash = sql.peek().filter(token -> token.name().startsWith("#")).isPresent();
    if (hash) {
      throw Refusal.unknown("A table name that begins with #");
    }
    String head =
        "CREATE %sTABLE %s%s"
            .formatted(
                temporary ? "TEMPORARY " : "",
                lenient ? "IF NOT EXISTS " : "",
                sql.qualifiedName());
    String columns = "";
    if (sql.takes("(")) {
      columns = " (" + elements(sql.untilClosing()) + ")";
    }
    attributes(sql);
    if (columns.isEmpty() || sql.sees("AS")) {
      if (!columns.isEmpty()) {
        throw Refusal.unknown("CREATE TABLE AS with column names");
      }
      sql.expect("AS");
      List<Token> query = sql.rest();
      Vocabulary.check(query);
      return Statement.Forward.plain(head + " AS " + Sql.text(query));
    }
    sql.end();
    return Statement.Forward.plain(head + columns);
  }

  private static String elements(List<Token> tokens) throws Refusal {
    List<String> kept = new ArrayList<>();
    Set<String> keyColumns = new LinkedHashSet<>();
    for (List<Token> piece : Sql.pieces(tokens)) {
      Sql element = new Sql(piece);
      if (element.takes("LIKE")) {
        String source = element.qualifiedName();
        String defaults = element.takes("INCLUDING", "DEFAULTS") ? " INCLUDING DEFAULTS" : "";
        element.takes("EXCLUDING", "DEFAULTS");
        element.end();
        kept.add("LIKE " + source + defaults);
      } else if (element.takes("PRIMARY", "KEY")) {
        element.expect("(");
        for (List<Token> column : Sql.pieces(element.untilClosing())) {
          keyColumns.add(Literals.identifier(new Sql(column).name()));
        }
      } else if (element.takes("UNIQUE", "(")) {
        element.untilClosing();
      } else if (element.takes("FOREIGN", "KEY")) {
        element.rest();
      } else if (element.sees("CHECK")) {
        throw Refusal.unsupported("A CHECK constraint");
      } else if (element.sees("CONSTRAINT")) {
        throw Refusal.unknown("A named constraint");
      } else {
        kept.add(ColumnDefinition.translate(element));
      }
    }
    return String.join(
        ", ",
        kept.stream()
            .map(column -> isKey(column, keyColumns) ? column + " NOT NULL" : column)
            .toList());
  }

  private static boolean isKey(String column, Set<String> keyColumns) {
    return !column.contains(" NOT NULL")
        && keyColumns.stream().anyMatch(key -> column.startsWith(key + " "));
  }

  private static void attributes(Sql sql) throws Refusal {
    while (!sql.atEnd() && !sql.sees("AS")) {
      String attribute = sql.name();
      switch (attribute) {
        case "backup" -> {
          if (!sql.takes("YES")) {
            sql.expect("NO");
          }
        }
        case "diststyle" -> {
          if (!sql.takes("AUTO") && !sql.takes("EVEN") && !sql.takes("KEY")) {
            sql.expect("ALL");
          }
        }
        case "distkey" -> {
          sql.expect("(");
          sql.untilClosing();
        }
        case "compound", "interleaved" -> {
          if (!sql.sees("SORTKEY")) {
            throw sql.near();
          }
        }
        case "sortkey" -> {
          if (!sql.takes("AUTO")) {
            sql.expect("(");
            sql.untilClosing();
          }
        }
        case "encode" -> sql.expect("AUTO");
        default -> throw Refusal.syntax(attribute);
      }
    }
  }
}
