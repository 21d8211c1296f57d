package dev.penstock.sandbox.redshift.sql;

import dev.penstock.sandbox.redshift.sql.Statement.Forward;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * GRANT and REVOKE on tables and schemas, and of temporary tables on databases, to users and
 * PUBLIC; no other form is known.
 */
final class Grants {
  private static final Set<String> OF_TABLES =
      Set.of("select", "insert", "update", "delete", "references", "truncate");
  private static final Set<String> OF_SCHEMAS = Set.of("usage", "create");
  private static final Set<String> OF_DATABASES = Set.of("create", "temp", "temporary");

  private Grants() {}

  static Statement grant(Sql sql) throws Refusal {
    List<String> privileges = privileges(sql, "GRANT");
    String object = object(sql, privileges, "GRANT");
    sql.expect("TO");
    String grantees = grantees(sql, "GRANT");
    String option = sql.takes("WITH", "GRANT", "OPTION") ? " WITH GRANT OPTION" : "";
    sql.end();
    return Forward.plain(
        "GRANT %s ON %s TO %s%s"
            .formatted(String.join(", ", privileges), object, grantees, option));
  }

  static Statement revoke(Sql sql) throws Refusal {
    String option = sql.takes("GRANT", "OPTION", "FOR") ? "GRANT OPTION FOR " : "";
    List<String> privileges = privileges(sql, "REVOKE");
    String object = object(sql, privileges, "REVOKE");
    sql.expect("FROM");
    String grantees = grantees(sql, "REVOKE");
    sql.takes("RESTRICT");
    sql.end();
    return Forward.plain(
        "REVOKE %s%s ON %s FROM %s"
            .formatted(option, String.join(", ", privileges), object, grantees));
  }

  private static List<String> privileges(Sql sql, String verb) throws Refusal {
    if (sql.takes("ALL")) {
      sql.takes("PRIVILEGES");
      sql.expect("ON");
      return List.of("ALL");
    }
    List<String> privileges = new ArrayList<>();
    do {
      String privilege = sql.name();
      if (!OF_TABLES.contains(privilege)
              && !OF_SCHEMAS.contains(privilege)
              && !OF_DATABASES.contains(privilege)
          || !sql.sees(",") && !sql.sees("ON")) {
        throw Refusal.unknown("%s %s".formatted(verb, privilege.toUpperCase(Locale.ROOT)));
      }
      privileges.add(privilege.toUpperCase(Locale.ROOT));
    } while (sql.takes(","));
    sql.expect("ON");
    return privileges;
  }

  private static String object(Sql sql, List<String> privileges, String verb) throws Refusal {
    if (sql.takes("SCHEMA")) {
      demand(privileges, OF_SCHEMAS, verb + " ON SCHEMA");
      return "SCHEMA " + names(sql);
    }
    if (sql.takes("ALL", "TABLES", "IN", "SCHEMA")) {
      demand(privileges, OF_TABLES, verb + " ON ALL TABLES");
      return "ALL TABLES IN SCHEMA " + names(sql);
    }
    if (privileges.stream().map(of -> of.toLowerCase(Locale.ROOT)).allMatch(OF_DATABASES::contains)
        && sql.takes("DATABASE")) {
      return "DATABASE " + names(sql);
    }
    if (!sql.takes("TABLE") && sql.peek(1).filter(Grants::isKind).isPresent()) {
      // ON DATABASE x, ON FUNCTION f, ON LANGUAGE l, ON EXTERNAL SCHEMA s and what else there is.
      throw Refusal.unknown("%s ON %s".formatted(verb, sql.next().text()));
    }
    demand(privileges, OF_TABLES, verb + " ON TABLE");
    return "TABLE " + names(sql);
  }

  /**
   * Whether a name that isn't a word of the statement follows, so that what it is stands before.
   */
  private static boolean isKind(Token second) {
    return second.isName() && !second.is("TO") && !second.is("FROM");
  }

  private static void demand(List<String> privileges, Set<String> known, String where)
      throws Refusal {
    for (String privilege : privileges) {
      if (!privilege.equals("ALL") && !known.contains(privilege.toLowerCase(Locale.ROOT))) {
        throw Refusal.of("0LP01", "invalid privilege type %s in %s".formatted(privilege, where));
      }
    }
  }

  private static String names(Sql sql) throws Refusal {
    List<String> names = new ArrayList<>();
    do {
      names.add(sql.qualifiedName());
    } while (sql.takes(","));
    return String.join(", ", names);
  }

  private static String grantees(Sql sql, String verb) throws Refusal {
    List<String> grantees = new ArrayList<>();
    do {
      for (String kind : List.of("GROUP", "ROLE")) {
        if (sql.sees(kind) && sql.peek(1).filter(Token::isName).isPresent()) {
          throw Refusal.unknown("%s with a %s".formatted(verb, kind));
        }
      }
      grantees.add(sql.takes("PUBLIC") ? "PUBLIC" : Literals.identifier(sql.name()));
    } while (sql.takes(","));
    return String.join(", ", grantees);
  }
}
