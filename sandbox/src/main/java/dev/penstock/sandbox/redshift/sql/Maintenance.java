package dev.penstock.sandbox.redshift.sql;

import dev.penstock.sandbox.redshift.sql.Statement.Alone;
import dev.penstock.sandbox.redshift.sql.Statement.Forward;
import dev.penstock.sandbox.redshift.sql.Statement.Then;
import java.util.Optional;

/** TRUNCATE, VACUUM and ANALYZE. */
final class Maintenance {
  private Maintenance() {}

  static Statement truncate(Sql sql) throws Refusal {
    sql.takes("TABLE");
    String table = sql.qualifiedName();
    if (sql.sees(",")) {
      throw Refusal.unsupported("TRUNCATE of several tables");
    }
    sql.end();
    return Forward.then(Then.COMMIT, "TRUNCATE TABLE " + table);
  }

  /** Nobody sees what it does; that its table exists is checked, and that it stands alone. */
  static Statement vacuum(Sql sql) throws Refusal {
    boolean reindex = sql.takes("REINDEX");
    if (!reindex
        && !sql.takes("FULL")
        && !sql.takes("SORT", "ONLY")
        && !sql.takes("DELETE", "ONLY")) {
      sql.takes("RECLUSTER");
    }
    Optional<String> table = Optional.empty();
    if (!sql.atEnd() && !sql.sees("TO") && !sql.sees("BOOST")) {
      table = Optional.of(sql.qualifiedName());
    }
    if (sql.takes("TO")) {
      if (reindex) {
        throw Refusal.unsupported("TO threshold PERCENT of VACUUM REINDEX");
      }
      Token threshold = sql.next();
      if (!threshold.text().matches("[0-9]{1,2}|100")) {
        throw Refusal.syntax(threshold.text());
      }
      sql.expect("PERCENT");
    }
    sql.takes("BOOST");
    sql.end();
    return new Alone(
        "VACUUM",
        Optional.empty(),
        "CALL pg_catalog.penstock_vacuum(%s)".formatted(table.map(Literals::text).orElse("NULL")));
  }

  static Statement analyze(Sql sql) throws Refusal {
    if (sql.atEnd() || sql.sees("COMPRESSION") || sql.sees("VERBOSE")) {
      throw Refusal.unknown("This form of ANALYZE");
    }
    String table = sql.qualifiedName();
    sql.takes("PREDICATE", "COLUMNS");
    sql.takes("ALL", "COLUMNS");
    sql.end();
    return Forward.plain("ANALYZE " + table);
  }
}
