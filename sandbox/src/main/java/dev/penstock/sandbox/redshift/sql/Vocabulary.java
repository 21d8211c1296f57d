package dev.penstock.sandbox.redshift.sql;

import java.util.List;
import java.util.Set;

/** What may stand inside a query: functions and system relations that Redshift has too. */
final class Vocabulary {
  /** Words that a bracket may follow without being a function. */
  private static final Set<String> BEFORE_BRACKET =
      Functions.words(
          """
          all and any as asc between by case char character cube decimal distinct else except exists
          from group having in insert intersect into is join key like limit matched minus not nchar
          numeric nvarchar on or order over partition rollup select set sets some then time timestamp
          union using values varchar varying when where with within bpchar exclude only interval
          varbyte float varbinary\
          """);

  private static final Set<String> SYSTEM_RELATIONS =
      Functions.words(
          """
          pg_attribute pg_catalog pg_class pg_namespace
          pg_table_def pg_tables pg_user svv_columns svv_table_info svv_tables
          stv_sessions stv_slices
          stl_load_errors stl_load_commits sys_load_history sys_load_detail sys_load_error_detail svl_s3log
          svv_relation_privileges svv_schema_privileges\
          """);

  private static final Set<String> INFORMATION_SCHEMA =
      Functions.words("columns schemata tables table_privileges views");

  private Vocabulary() {}

  static boolean readsCopyState(List<Token> tokens) {
    return tokens.stream().anyMatch(token -> token.name().startsWith("pg_last_copy_"));
  }

  /** Refuses whatever Redshift lacks, and what isn't known. */
  static void check(List<Token> tokens) throws Refusal {
    QueryLimits.check(tokens);
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      Token next = i + 1 < tokens.size() ? tokens.get(i + 1) : null;
      if (token.is("COUNT") && next != null && next.is("(")) {
        checkCount(tokens.subList(i + 2, tokens.size()));
      }
      if (next != null && next.is("(") && token.isName() && !namesTable(tokens, i)) {
        checkFunction(token);
      } else {
        checkRelation(token);
      }
      if (token.isName() && token.name().equals("information_schema")) {
        checkView(new Sql(tokens.subList(i + 1, tokens.size())));
      }
    }
  }

  /** PostgreSQL counts rows of several columns too; Redshift counts one expression. */
  private static void checkCount(List<Token> inside) throws Refusal {
    Sql count = new Sql(inside);
    if (!count.takes("DISTINCT")) {
      return;
    }
    List<Token> counted = count.untilClosing();
    Sql expression = new Sql(counted);
    boolean row = expression.takes("(") && Sql.pieces(expression.untilClosing()).size() > 1;
    if (Sql.pieces(counted).size() > 1 || (row && expression.atEnd())) {
      throw Refusal.unsupported("COUNT(DISTINCT ...) of more than one column");
    }
  }

  /** Whether the name at this place belongs to a table or a WITH, with its columns in brackets. */
  static boolean namesTable(List<Token> tokens, int at) {
    int first = at;
    while (first >= 2 && tokens.get(first - 1).is(".") && tokens.get(first - 2).isName()) {
      first -= 2;
    }
    if (first == 0) {
      return false;
    }
    Token before = tokens.get(first - 1);
    return before.is("INTO")
        || before.is("WITH")
        || before.is("RECURSIVE")
        || before.is("AS")
        || before.is("TABLE")
        || before.is("VIEW")
        || before.is("EXISTS")
        || before.is("REFERENCES")
        || before.is(",") && definesQuery(tokens, at);
  }

  /** Whether it is a further query of a WITH: {@code , b (x) AS (...)}. */
  private static boolean definesQuery(List<Token> tokens, int at) {
    Sql sql = new Sql(tokens.subList(at + 1, tokens.size()));
    try {
      sql.expect("(");
      sql.untilClosing();
    } catch (Refusal e) {
      return false;
    }
    return sql.sees("AS", "(");
  }

  private static void checkFunction(Token token) throws Refusal {
    if (token.kind() == Token.Kind.WORD && BEFORE_BRACKET.contains(token.name())) {
      return;
    }
    Functions.check(token.name());
  }

  private static void checkRelation(Token token) throws Refusal {
    if (!token.isName()) {
      return;
    }
    String name = token.name();
    boolean system = name.matches("(pg|stl|stv|svl|svv|svcs|sys)_.*");
    if (system && !SYSTEM_RELATIONS.contains(name)) {
      throw Refusal.unknown("System relation " + name);
    }
  }

  private static void checkView(Sql sql) throws Refusal {
    if (sql.takes(".") && !INFORMATION_SCHEMA.contains(sql.name())) {
      throw Refusal.unknown("This view of information_schema");
    }
  }
}
