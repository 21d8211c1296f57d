package dev.penstock.sandbox.redshift.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A column in CREATE TABLE or ADD COLUMN. What Redshift only takes note of is dropped. */
final class ColumnDefinition {
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "default",
          "not",
          "null",
          "identity",
          "generated",
          "encode",
          "distkey",
          "sortkey",
          "primary",
          "unique",
          "references",
          "check",
          "collate");

  private ColumnDefinition() {}

  static String translate(Sql sql) throws Refusal {
    StringBuilder column = new StringBuilder(Literals.identifier(sql.name()));
    column.append(' ').append(ColumnType.translate(sql));
    while (!sql.atEnd()) {
      String attribute = sql.name();
      switch (attribute) {
        case "not" -> {
          sql.expect("NULL");
          column.append(" NOT NULL");
        }
        case "null", "distkey", "sortkey", "unique" -> {}
        case "primary" -> {
          sql.expect("KEY");
          // The key isn't enforced in Redshift; that its columns are never null is.
          column.append(" NOT NULL");
        }
        case "references" -> {
          sql.qualifiedName();
          if (sql.takes("(")) {
            sql.untilClosing();
          }
        }
        case "encode" -> sql.name();
        case "identity" -> column.append(identity(sql, "ALWAYS"));
        case "generated" -> {
          sql.expect("BY", "DEFAULT", "AS", "IDENTITY");
          column.append(identity(sql, "BY DEFAULT"));
        }
        case "default" -> column.append(" DEFAULT ").append(Sql.text(expression(sql)));
        case "check" -> throw Refusal.unsupported("A CHECK constraint");
        default -> throw Refusal.unknown("Column attribute " + attribute);
      }
    }
    return column.toString();
  }

  private static String identity(Sql sql, String kind) throws Refusal {
    sql.expect("(");
    return Identity.generated(kind, Sql.pieces(sql.untilClosing()));
  }

  private static List<Token> expression(Sql sql) throws Refusal {
    List<Token> expression = new ArrayList<>();
    int depth = 0;
    while (!sql.atEnd()) {
      Token token = sql.peek().orElseThrow();
      boolean attribute = token.kind() == Token.Kind.WORD && ATTRIBUTES.contains(token.name());
      // DEFAULT NULL: the word right after DEFAULT is the value.
      if (depth == 0 && attribute && !expression.isEmpty()) {
        break;
      }
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      expression.add(sql.next());
    }
    Vocabulary.check(expression);
    return expression;
  }
}
