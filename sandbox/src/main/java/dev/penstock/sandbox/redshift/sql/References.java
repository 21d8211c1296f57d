package dev.penstock.sandbox.redshift.sql;

/** The other end of a foreign key, which informs only. */
final class References {
  private References() {}

  /** Reads over it; what PostgreSQL adds to it is refused. */
  static void skip(Sql sql) throws Refusal {
    sql.qualifiedName();
    if (sql.takes("(")) {
      sql.untilClosing();
    }
    if (sql.sees("ON", "DELETE") || sql.sees("ON", "UPDATE")) {
      throw Refusal.unsupported("ON DELETE or ON UPDATE of a foreign key");
    }
    if (sql.sees("MATCH") || sql.sees("DEFERRABLE") || sql.sees("INITIALLY")) {
      throw Refusal.unsupported(sql.next().text().toUpperCase(java.util.Locale.ROOT));
    }
  }
}
