package dev.penstock.sandbox.redshift.sql;

import dev.penstock.sandbox.redshift.sql.Statement.Forward;
import java.util.List;

/** MERGE: of one table into another, by two clauses or by none. */
final class Merge {
  private Merge() {}

  static Statement translate(Sql sql, List<Token> tokens) throws Refusal {
    sql.expect("INTO");
    String table = sql.qualifiedName();
    if (!sql.takes("USING")) {
      throw Refusal.unsupported("An alias for the target of MERGE");
    }
    if (sql.sees("(")) {
      throw Refusal.unsupported("A subquery as the source of MERGE");
    }
    String source = sql.qualifiedName();
    String alias = "";
    if (!sql.sees("ON")) {
      sql.takes("AS");
      alias = " AS " + Literals.identifier(sql.name());
    }
    sql.expect("ON");
    List<Token> condition = sql.until("WHEN", "REMOVE");
    Vocabulary.check(condition);
    Forward merge =
        sql.takes("REMOVE", "DUPLICATES")
            ? removingDuplicates(sql, table, source, alias, condition)
            : byClauses(sql, table, tokens);
    return merge.checkedBy(
        "SELECT pg_catalog.penstock_merges(%s, %s)"
            .formatted(Literals.text(table), Literals.text(source)));
  }

  private static Forward byClauses(Sql sql, String table, List<Token> tokens) throws Refusal {
    if (sql.atEnd()) {
      throw sql.near();
    }
    int clauses = 0;
    boolean matched = false;
    while (sql.takes("WHEN")) {
      boolean not = sql.takes("NOT");
      sql.expect("MATCHED");
      if (sql.sees("BY")) {
        throw Refusal.unsupported("WHEN NOT MATCHED BY in MERGE");
      }
      if (sql.sees("AND")) {
        throw Refusal.unsupported("A condition in WHEN " + (not ? "NOT MATCHED" : "MATCHED"));
      }
      sql.expect("THEN");
      if (not) {
        insert(sql);
      } else {
        change(sql);
      }
      if (clauses == 1 && not != matched) {
        throw Refusal.unsupported("MERGE with two WHEN clauses of one kind");
      }
      matched |= !not;
      clauses++;
      sql.until("WHEN");
    }
    sql.end();
    if (clauses == 1) {
      throw Refusal.of("0A000", "MERGE statement with a single WHEN clause is not enabled.");
    }
    if (clauses > 2) {
      throw Refusal.unsupported("MERGE with more than two WHEN clauses");
    }
    return Writes.writing(table, tokens);
  }

  private static void insert(Sql sql) throws Refusal {
    sql.expect("INSERT");
    if (sql.takes("(")) {
      sql.untilClosing();
    }
    if (!sql.sees("VALUES")) {
      throw Refusal.unsupported("INSERT without VALUES in MERGE");
    }
  }

  private static void change(Sql sql) throws Refusal {
    if (!sql.takes("DELETE")) {
      sql.expect("UPDATE", "SET");
      Writes.refuseSeveral(sql.until("WHEN"));
    }
  }

  private static Forward removingDuplicates(
      Sql sql, String table, String source, String alias, List<Token> condition) throws Refusal {
    sql.end();
    if (condition.stream().anyMatch(token -> token.kind() == Token.Kind.PARAMETER)) {
      throw Refusal.unknown("A parameter in MERGE REMOVE DUPLICATES");
    }
    return Forward.writing(
        table,
        "CALL pg_catalog.penstock_merge(%s, %s, %s, %s)"
            .formatted(
                Literals.text(table),
                Literals.text(source),
                Literals.text(alias),
                Literals.text(Sql.text(condition))),
        false);
  }
}
