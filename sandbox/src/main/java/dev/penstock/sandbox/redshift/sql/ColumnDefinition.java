package dev.penstock.sandbox.redshift.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A column in CREATE TABLE or ADD COLUMN.
 *
 * @param sql for PostgreSQL, which hears nothing of keys and storage
 * @param type as PostgreSQL has it
 * @param bytes of a VARBYTE, which PostgreSQL doesn't limit
 * @param notNull whether the SQL says so already
 */
record ColumnDefinition(
    String name,
    String sql,
    String type,
    Optional<Integer> bytes,
    boolean notNull,
    Optional<String> encoding,
    boolean distKey,
    boolean sortKey,
    boolean primaryKey,
    boolean unique,
    boolean foreignKey) {

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
          "collate",
          "constraint");

  /** A column of ADD COLUMN, with its note: it must end the statement. */
  static String translate(Sql sql) throws Refusal {
    ColumnDefinition column = read(sql);
    TableNote note = new TableNote();
    note.column(column);
    return column.sql() + note.comment();
  }

  static ColumnDefinition read(Sql sql) throws Refusal {
    return new Reader(sql).read();
  }

  /** The same column, which is part of a primary key. */
  ColumnDefinition inPrimaryKey() {
    return notNull
        ? this
        : new ColumnDefinition(
            name,
            sql + " NOT NULL",
            type,
            bytes,
            true,
            encoding,
            distKey,
            sortKey,
            primaryKey,
            unique,
            foreignKey);
  }

  /** Takes one definition apart, from left to right. */
  private static final class Reader {
    private final Sql sql;
    private final String name;
    private final String type;
    private final Optional<Integer> bytes;
    private final StringBuilder column = new StringBuilder();
    private Optional<String> encoding = Optional.empty();
    private boolean notNull;
    private boolean distKey;
    private boolean sortKey;
    private boolean primaryKey;
    private boolean unique;
    private boolean foreignKey;

    Reader(Sql sql) throws Refusal {
      this.sql = sql;
      this.name = sql.name();
      boolean varbyte = sql.sees("VARBYTE") || sql.sees("VARBINARY") || sql.sees("BINARY");
      this.bytes = varbyte ? Optional.of(ColumnType.bytes(sql)) : Optional.empty();
      this.type = varbyte ? "bytea" : ColumnType.translate(sql);
      column.append(Literals.identifier(name)).append(' ').append(type);
    }

    ColumnDefinition read() throws Refusal {
      while (!sql.atEnd()) {
        attribute(sql.name());
      }
      return new ColumnDefinition(
          name,
          column.toString(),
          type,
          bytes,
          notNull,
          encoding,
          distKey,
          sortKey,
          primaryKey,
          unique,
          foreignKey);
    }

    private void attribute(String attribute) throws Refusal {
      switch (attribute) {
        case "not" -> {
          sql.expect("NULL");
          mandatory();
        }
        case "null" -> {}
        case "distkey" -> distKey = true;
        case "sortkey" -> sortKey = true;
        case "unique" -> unique = true;
        case "primary" -> {
          sql.expect("KEY");
          // The key isn't enforced in Redshift; that its columns are never null is.
          mandatory();
          primaryKey = true;
        }
        case "references" -> {
          References.skip(sql);
          foreignKey = true;
        }
        case "encode" -> encoding = Encoding.read(sql, name, type);
        case "identity" -> identity("ALWAYS");
        case "generated" -> {
          sql.expect("BY", "DEFAULT", "AS", "IDENTITY");
          identity("BY DEFAULT");
        }
        case "default" -> column.append(" DEFAULT ").append(Sql.text(expression()).strip());
        case "collate" -> {
          if (!sql.takes("CASE_SENSITIVE")) {
            throw Refusal.unknown("COLLATE " + sql.next().text());
          }
        }
        case "check" -> throw Refusal.unsupported("A CHECK constraint");
        case "constraint" -> sql.name();
        default -> throw Refusal.unknown("Column attribute " + attribute);
      }
    }

    private void mandatory() {
      if (!notNull) {
        column.append(" NOT NULL");
        notNull = true;
      }
    }

    private void identity(String kind) throws Refusal {
      if (!type.equals("integer") && !type.equals("bigint")) {
        throw Refusal.unsupported("An IDENTITY column that is neither INTEGER nor BIGINT");
      }
      sql.expect("(");
      column.append(Identity.generated(kind, Sql.pieces(sql.untilClosing())));
    }

    private List<Token> expression() throws Refusal {
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
}
