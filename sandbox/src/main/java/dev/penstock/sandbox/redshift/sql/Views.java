package dev.penstock.sandbox.redshift.sql;

import dev.penstock.sandbox.redshift.sql.Statement.Forward;
import java.util.List;

/** CREATE VIEW, bound to its tables or not. */
final class Views {
  private Views() {}

  /** The first words are read already. */
  static Statement create(Sql sql, boolean replacing) throws Refusal {
    String head =
        "CREATE %sVIEW %s ".formatted(replacing ? "OR REPLACE " : "", sql.qualifiedName());
    if (sql.takes("(")) {
      head += "(" + Sql.text(sql.untilClosing()) + ") ";
    }
    sql.expect("AS");
    List<Token> query = sql.rest();
    check(query);
    return Forward.plain(head + "AS " + Sql.text(query));
  }

  /** A view WITH NO SCHEMA BINDING, from its first word: its query stays in Redshift's words. */
  static Statement unbound(Sql sql) throws Refusal {
    sql.expect("CREATE");
    boolean replacing = sql.takes("OR", "REPLACE");
    sql.expect("VIEW");
    String head =
        "CREATE %sVIEW %s ".formatted(replacing ? "OR REPLACE " : "", sql.qualifiedName());
    if (sql.sees("(")) {
      throw Refusal.unknown("Column names of a view WITH NO SCHEMA BINDING");
    }
    sql.expect("AS");
    List<Token> query = sql.take(sql.left() - 4);
    sql.expect("WITH", "NO", "SCHEMA", "BINDING");
    check(Expressions.inPostgres(query));
    return Forward.plain(head + LateBinding.kept(query));
  }

  private static void check(List<Token> query) throws Refusal {
    Sql body = new Sql(query);
    if (!body.sees("SELECT") && !body.sees("WITH") && !body.sees("(")) {
      throw body.near();
    }
    Queries.check(query);
    if (query.getLast().is("OPTION")) {
      throw Refusal.unsupported("WITH CHECK OPTION");
    }
  }
}
