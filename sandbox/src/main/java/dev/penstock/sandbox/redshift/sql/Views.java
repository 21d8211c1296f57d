package dev.penstock.sandbox.redshift.sql;

import dev.penstock.sandbox.redshift.sql.Statement.Forward;
import java.util.List;

/** CREATE VIEW, bound to its tables or not. */
final class Views {
  private Views() {}

  static Statement create(Sql sql, boolean replacing) throws Refusal {
    String head =
        "CREATE %sVIEW %s ".formatted(replacing ? "OR REPLACE " : "", sql.qualifiedName());
    String columns = "";
    if (sql.takes("(")) {
      columns = "(" + Sql.text(sql.untilClosing()) + ") ";
    }
    sql.expect("AS");
    List<Token> query = sql.rest();
    int words = 4;
    boolean late =
        query.size() > words
            && new Sql(query.subList(query.size() - words, query.size()))
                .sees("WITH", "NO", "SCHEMA", "BINDING");
    if (late) {
      query = query.subList(0, query.size() - words);
    }
    Sql body = new Sql(query);
    if (!body.sees("SELECT") && !body.sees("WITH") && !body.sees("(")) {
      throw body.near();
    }
    Queries.check(query);
    if (query.getLast().is("OPTION")) {
      throw Refusal.unsupported("WITH CHECK OPTION");
    }
    if (!late) {
      return Forward.plain(head + columns + "AS " + Sql.text(query));
    }
    if (!columns.isEmpty()) {
      throw Refusal.unknown("Column names of a view WITH NO SCHEMA BINDING");
    }
    return Forward.plain(head + LateBinding.kept(query));
  }
}
