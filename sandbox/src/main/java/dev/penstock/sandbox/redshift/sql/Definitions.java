package dev.penstock.sandbox.redshift.sql;

import dev.penstock.sandbox.redshift.sql.Statement.Alone;
import dev.penstock.sandbox.redshift.sql.Statement.Forward;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** CREATE, ALTER, DROP and COMMENT, by what they are about. */
final class Definitions {
  private static final Set<String> COMMENTED = Set.of("table", "column", "database", "view");

  private Definitions() {}

  static Statement create(Sql sql, List<Token> tokens) throws Refusal {
    if (sql.takes("SCHEMA")) {
      return schema(sql);
    }
    if (sql.takes("VIEW")) {
      return Views.create(sql, false);
    }
    if (sql.takes("OR", "REPLACE", "VIEW")) {
      return Views.create(sql, true);
    }
    boolean temporary = sql.takes("LOCAL");
    temporary |= sql.takes("TEMPORARY") || sql.takes("TEMP");
    if (sql.takes("TABLE")) {
      return CreateTable.translate(sql, temporary);
    }
    PostgresqlOnly.refuse("CREATE", sql);
    throw Refusal.unknown("CREATE " + sql.next().text());
  }

  private static Statement schema(Sql sql) throws Refusal {
    StringBuilder schema = new StringBuilder("CREATE SCHEMA ");
    if (sql.takes("IF", "NOT", "EXISTS")) {
      schema.append("IF NOT EXISTS ");
    }
    if (!sql.sees("AUTHORIZATION")) {
      schema.append(Literals.identifier(sql.name()));
    }
    if (sql.takes("AUTHORIZATION")) {
      schema.append(" AUTHORIZATION ").append(Literals.identifier(sql.name()));
    }
    if (sql.sees("QUOTA")) {
      throw Refusal.unknown("QUOTA of a schema");
    }
    if (sql.sees("CREATE") || sql.sees("GRANT")) {
      throw Refusal.unknown("CREATE SCHEMA with its tables");
    }
    sql.end();
    return Forward.plain(schema.toString());
  }

  static Statement alter(Sql sql) throws Refusal {
    if (sql.takes("TABLE")) {
      return AlterTable.translate(sql);
    }
    if (sql.takes("DATABASE")) {
      return database(sql);
    }
    PostgresqlOnly.refuse("ALTER", sql);
    throw Refusal.unknown("ALTER " + sql.next().text());
  }

  /** The level holds for sessions that begin later. */
  private static Statement database(Sql sql) throws Refusal {
    String name = Literals.identifier(sql.name());
    if (!sql.takes("ISOLATION", "LEVEL")) {
      throw Refusal.unknown("This form of ALTER DATABASE");
    }
    IsolationLevel level = IsolationLevel.SNAPSHOT;
    if (sql.takes("SERIALIZABLE")) {
      level = IsolationLevel.SERIALIZABLE;
    } else {
      sql.expect("SNAPSHOT");
    }
    sql.end();
    return new Alone(
        "ALTER DATABASE ISOLATION LEVEL",
        Optional.empty(),
        "ALTER DATABASE %s SET default_transaction_isolation TO '%s'"
            .formatted(name, level.inPostgres()));
  }

  static Statement drop(Sql sql, List<Token> tokens) throws Refusal {
    if (!sql.takes("TABLE") && !sql.takes("SCHEMA") && !sql.takes("VIEW")) {
      PostgresqlOnly.refuse("DROP", sql);
      throw Refusal.unknown("DROP " + sql.next().text());
    }
    String head = Sql.text(tokens.subList(0, 2));
    String lenient = sql.takes("IF", "EXISTS") ? " IF EXISTS" : "";
    List<String> names = new ArrayList<>();
    do {
      names.add(sql.qualifiedName());
    } while (sql.takes(","));
    String how = sql.takes("CASCADE") ? " CASCADE" : "";
    sql.takes("RESTRICT");
    sql.end();
    return Forward.plain("%s%s %s%s".formatted(head, lenient, String.join(", ", names), how));
  }

  static Statement comment(Sql sql, List<Token> tokens) throws Refusal {
    sql.expect("ON");
    String what = sql.name();
    if (!COMMENTED.contains(what)) {
      throw Refusal.unknown("COMMENT ON " + what.toUpperCase(Locale.ROOT));
    }
    return Forward.plain(Sql.text(tokens));
  }
}
