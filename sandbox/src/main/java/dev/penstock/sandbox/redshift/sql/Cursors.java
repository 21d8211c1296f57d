package dev.penstock.sandbox.redshift.sql;

import dev.penstock.sandbox.redshift.sql.Statement.Forward;
import java.util.List;

/** Cursors of SQL: they live in a transaction block and go forward only. */
final class Cursors {
  private Cursors() {}

  static Statement declare(Sql sql) throws Refusal {
    String name = Literals.identifier(sql.name());
    if (!sql.takes("CURSOR")) {
      throw Refusal.unsupported("An option before CURSOR");
    }
    if (sql.sees("WITH") || sql.sees("WITHOUT")) {
      throw Refusal.unsupported("A cursor WITH HOLD");
    }
    sql.expect("FOR");
    List<Token> query = sql.rest();
    Queries.check(query);
    return Forward.reading(
        "DECLARE %s NO SCROLL CURSOR FOR %s".formatted(name, Sql.text(query)),
        Vocabulary.readsCopyState(query));
  }

  static Statement fetch(Sql sql) throws Refusal {
    String rows = "NEXT";
    if (sql.takes("ALL") || sql.takes("FORWARD", "ALL")) {
      rows = "ALL";
    } else if (sql.takes("FORWARD")) {
      rows = sql.sees("FROM") ? "1" : count(sql);
    } else if (!sql.takes("NEXT") && !sql.sees("FROM")) {
      throw Refusal.unsupported("FETCH " + sql.next().text());
    }
    sql.expect("FROM");
    String name = Literals.identifier(sql.name());
    sql.end();
    return Forward.plain("FETCH %s FROM %s".formatted(rows, name));
  }

  private static String count(Sql sql) throws Refusal {
    Token count = sql.next();
    if (!count.text().matches("[0-9]{1,9}")) {
      throw Refusal.unsupported("FETCH " + count.text());
    }
    return count.text();
  }

  static Statement close(Sql sql) throws Refusal {
    String name = Literals.identifier(sql.name());
    sql.end();
    return Forward.plain("CLOSE " + name);
  }
}
