package dev.penstock.sandbox.redshift.sql;

import dev.penstock.sandbox.redshift.sql.Statement.Forward;
import dev.penstock.sandbox.redshift.sql.Statement.Then;
import java.util.ArrayList;
import java.util.List;

/** Where a transaction begins and ends, and the lock that it may begin with. */
final class Transactions {
  private Transactions() {}

  static Statement begin(Sql sql) throws Refusal {
    boolean word = sql.takes("TRANSACTION") || sql.takes("WORK");
    String access = "";
    while (!sql.atEnd()) {
      if (sql.takes("ISOLATION", "LEVEL")) {
        isolation(sql);
      } else if (sql.takes("READ", "ONLY")) {
        access = " READ ONLY";
      } else if (sql.takes("READ", "WRITE")) {
        access = " READ WRITE";
      } else if (!sql.takes(",")) {
        throw word ? sql.near() : Refusal.unknown("This form of BEGIN");
      }
    }
    return Forward.then(Then.BLOCK_BEGUN, "BEGIN" + access);
  }

  /** Redshift reads every level as its own; the one of the database stays. */
  static void isolation(Sql sql) throws Refusal {
    if (!sql.takes("SERIALIZABLE")
        && !sql.takes("REPEATABLE", "READ")
        && !sql.takes("READ", "COMMITTED")
        && !sql.takes("READ", "UNCOMMITTED")) {
      throw sql.near();
    }
  }

  static Statement end(Sql sql, String verb) throws Refusal {
    if (sql.sees("PREPARED")) {
      throw Refusal.unsupported(verb + " PREPARED");
    }
    if (!sql.takes("WORK")) {
      sql.takes("TRANSACTION");
    }
    if (sql.sees("TO")) {
      throw Refusal.unsupported("SAVEPOINT");
    }
    if (sql.sees("AND")) {
      throw Refusal.unsupported(verb + " AND CHAIN");
    }
    sql.end();
    return Forward.plain(verb);
  }

  static Statement lock(Sql sql) throws Refusal {
    sql.takes("TABLE");
    List<String> tables = new ArrayList<>();
    do {
      tables.add(sql.qualifiedName());
    } while (sql.takes(","));
    if (sql.sees("IN")) {
      throw Refusal.unsupported("A mode of LOCK");
    }
    if (sql.sees("NOWAIT")) {
      throw Refusal.unsupported("LOCK NOWAIT");
    }
    sql.end();
    return Forward.plain(exclusively(tables.toArray(String[]::new)));
  }

  /** The lock that keeps readers out too, the only one there is. */
  static String exclusively(String... tables) {
    return "LOCK TABLE " + String.join(", ", tables) + " IN ACCESS EXCLUSIVE MODE";
  }
}
