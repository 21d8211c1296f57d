package dev.penstock.sandbox.redshift.sql;

import java.util.List;
import java.util.Set;

/**
 * What PostgreSQL has and Redshift has not. Whatever else isn't known is refused as well; these are
 * refused for good.
 */
final class PostgresqlOnly {
  /** Statements, by their first word. */
  static final Set<String> STATEMENTS =
      Set.of(
          "CHECKPOINT",
          "CLUSTER",
          "DISCARD",
          "DO",
          "IMPORT",
          "LISTEN",
          "LOAD",
          "MOVE",
          "NOTIFY",
          "REASSIGN",
          "REINDEX",
          "SECURITY",
          "TABLE",
          "UNLISTEN",
          "VALUES");

  /** What can't be created, altered or dropped. */
  private static final List<String> OBJECTS =
      List.of(
          "ACCESS METHOD",
          "AGGREGATE",
          "CAST",
          "COLLATION",
          "CONVERSION",
          "DOMAIN",
          "EVENT TRIGGER",
          "EXTENSION",
          "FOREIGN",
          "INDEX",
          "OPERATOR",
          "PUBLICATION",
          "RULE",
          "SEQUENCE",
          "SERVER",
          "STATISTICS",
          "SUBSCRIPTION",
          "TABLESPACE",
          "TEXT SEARCH",
          "TRANSFORM",
          "TRIGGER",
          "TYPE",
          "UNLOGGED TABLE",
          "USER MAPPING");

  private PostgresqlOnly() {}

  /** Refuses what comes next if only PostgreSQL has such a thing. */
  static void refuse(String verb, Sql sql) throws Refusal {
    for (String object : OBJECTS) {
      String[] words = object.split(" ");
      if (sql.sees(words)
          || sql.sees("UNIQUE", words[0])
          || sql.sees("CONSTRAINT", words[0])
          || sql.sees("OR", "REPLACE", words[0])) {
        throw Refusal.unsupported(verb + " " + object);
      }
    }
  }
}
