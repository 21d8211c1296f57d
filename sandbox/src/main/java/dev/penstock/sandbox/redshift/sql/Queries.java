package dev.penstock.sandbox.redshift.sql;

import dev.penstock.sandbox.redshift.sql.Statement.Forward;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** SELECT, and what may follow a WITH. */
final class Queries {
  private static final Set<String> WRITES = Set.of("insert", "update", "delete", "merge");

  private Queries() {}

  static Statement select(List<Token> tokens) throws Refusal {
    check(tokens);
    return Forward.reading(Sql.text(tokens), Vocabulary.readsCopyState(tokens));
  }

  /** Refuses a query that isn't one in Redshift. */
  static void check(List<Token> tokens) throws Refusal {
    Vocabulary.check(tokens);
    refuseWritingSubqueries(tokens);
    int depth = 0;
    for (Token token : tokens) {
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      if (depth == 0 && token.is("INTO")) {
        throw Refusal.unknown("SELECT INTO");
      }
    }
  }

  /** Before a DELETE or an UPDATE the table is locked first, whatever the WITH reads. */
  static Statement with(Sql sql, List<Token> tokens) throws Refusal {
    refuseWritingSubqueries(tokens);
    sql.takes("RECURSIVE");
    do {
      sql.name();
      if (sql.takes("(")) {
        sql.untilClosing();
      }
      sql.expect("AS", "(");
      sql.untilClosing();
    } while (sql.takes(","));
    String prefix = Sql.text(tokens.subList(0, tokens.size() - sql.left())) + " ";
    if (sql.sees("SELECT") || sql.sees("(")) {
      return select(tokens);
    }
    if (sql.takes("UPDATE")) {
      return Writes.update(sql, tokens);
    }
    if (sql.takes("DELETE")) {
      Vocabulary.check(tokens);
      return Writes.delete(sql, prefix);
    }
    if (sql.sees("MERGE")) {
      throw Refusal.unsupported("WITH before MERGE");
    }
    if (sql.sees("INSERT")) {
      throw Refusal.unsupported("WITH before INSERT (it stands before the SELECT)");
    }
    throw sql.near();
  }

  /** PostgreSQL also runs an INSERT inside of a WITH. */
  static void refuseWritingSubqueries(List<Token> tokens) throws Refusal {
    for (int i = 1; i + 1 < tokens.size(); i++) {
      boolean opens = tokens.get(i).is("(") && tokens.get(i - 1).is("AS");
      if (opens && WRITES.contains(tokens.get(i + 1).name())) {
        throw Refusal.unsupported(
            "%s inside of a WITH".formatted(tokens.get(i + 1).text().toUpperCase(Locale.ROOT)));
      }
      if (tokens.get(i).is("MATERIALIZED") && tokens.get(i + 1).is("(")) {
        throw Refusal.unsupported("MATERIALIZED in a WITH");
      }
    }
  }
}
