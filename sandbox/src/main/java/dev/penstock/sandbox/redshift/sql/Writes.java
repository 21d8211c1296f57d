package dev.penstock.sandbox.redshift.sql;

import dev.penstock.sandbox.redshift.sql.Statement.Forward;
import java.util.List;

/** INSERT, UPDATE and DELETE: each has one table, whose write lock comes first. */
final class Writes {
  private Writes() {}

  static Statement insert(Sql sql, List<Token> tokens) throws Refusal {
    sql.expect("INTO");
    String table = sql.qualifiedName();
    if (sql.takes("(")) {
      // Either the columns or a query in brackets.
      sql.untilClosing();
    }
    if (sql.sees("AS")) {
      throw Refusal.unsupported("An alias for the target of INSERT");
    }
    if (sql.sees("OVERRIDING")) {
      throw Refusal.unsupported("OVERRIDING");
    }
    return writing(table, tokens);
  }

  static Statement update(Sql sql, List<Token> tokens) throws Refusal {
    if (sql.sees("ONLY")) {
      throw Refusal.unsupported("UPDATE ONLY");
    }
    String table = sql.qualifiedName();
    while (!sql.atEnd() && !sql.takes("SET")) {
      sql.next();
    }
    refuseSeveral(sql.until("FROM", "WHERE"));
    return writing(table, tokens);
  }

  /** What stands behind SET gives one column its value, and then the next one. */
  static void refuseSeveral(List<Token> assignments) throws Refusal {
    for (List<Token> assignment : Sql.pieces(assignments)) {
      if (new Sql(assignment).sees("(")) {
        throw Refusal.unsupported("SET of several columns at once");
      }
    }
  }

  /**
   * @param before what stands before the DELETE, checked
   */
  static Statement delete(Sql sql, String before) throws Refusal {
    sql.takes("FROM");
    if (sql.sees("ONLY")) {
      throw Refusal.unsupported("DELETE FROM ONLY");
    }
    String table = sql.qualifiedName();
    if (!sql.atEnd() && !sql.sees("USING") && !sql.sees("WHERE")) {
      // Newer clusters take one; who writes the table's name is understood by all.
      throw Refusal.unknown("An alias for the target of DELETE");
    }
    List<Token> rest = sql.rest();
    Sql using = new Sql(rest);
    if (using.takes("USING")) {
      refuseSubqueries(using.until("WHERE"));
    }
    Vocabulary.check(rest);
    Queries.refuseWritingSubqueries(rest);
    return Forward.writing(
        table,
        "%sDELETE FROM %s %s".formatted(before, table, Sql.text(rest)),
        Vocabulary.readsCopyState(rest));
  }

  private static void refuseSubqueries(List<Token> tables) throws Refusal {
    boolean bracketed = Sql.pieces(tables).stream().anyMatch(table -> new Sql(table).sees("("));
    if (bracketed || tables.stream().anyMatch(token -> token.is("SELECT"))) {
      throw Refusal.unknown("A subquery in USING of DELETE");
    }
  }

  static Forward writing(String table, List<Token> tokens) throws Refusal {
    Vocabulary.check(tokens);
    Queries.refuseWritingSubqueries(tokens);
    for (int i = 0; i + 1 < tokens.size(); i++) {
      if (tokens.get(i).is("CURRENT") && tokens.get(i + 1).is("OF")) {
        throw Refusal.unsupported("WHERE CURRENT OF");
      }
    }
    return Forward.writing(table, Sql.text(tokens), Vocabulary.readsCopyState(tokens));
  }
}
