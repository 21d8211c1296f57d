package dev.penstock.sandbox.redshift.sql;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What may stand inside a query: functions and system relations that Redshift has too. */
final class Vocabulary {
  private static final Set<String> FUNCTIONS =
      words(
          """
          abs avg bit_and bit_or bool_and bool_or btrim cast ceil ceiling char_length
          character_length chr coalesce concat count current_database
          current_schema current_user date_part date_trunc dense_rank exp extract first_value floor
          getdate greatest initcap json_parse lag last_value lead least left len length ln lower lpad
          ltrim max md5 min mod ntile nullif nvl octet_length overlay pg_backend_pid
          pg_last_copy_count pg_last_copy_id pg_terminate_backend percent_rank position power
          quote_ident quote_literal rank regexp_replace repeat replace reverse right round row_number
          rpad rtrim sign split_part sqrt stddev stddev_pop stddev_samp strpos substring sum sysdate
          to_char to_date to_number to_timestamp translate trim trunc upper var_pop var_samp variance
          version current_setting has_schema_privilege has_table_privilege\
          """);

  /** Words that a bracket may follow without being a function. */
  private static final Set<String> BEFORE_BRACKET =
      words(
          """
          all and any as asc between by case char character decimal distinct else except exists from
          group having in insert intersect into is join key limit like matched not nchar numeric
          nvarchar on or order over partition select set some then time timestamp union using values
          varchar varying when where with bpchar exclude only interval\
          """);

  private static final Set<String> SYSTEM_RELATIONS =
      words(
          """
          pg_catalog pg_namespace pg_class pg_attribute pg_table_def svv_columns svv_tables
          stv_sessions stl_load_errors stl_load_commits sys_load_history sys_load_detail
          sys_load_error_detail svl_s3log\
          """);

  private Vocabulary() {}

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }

  static boolean readsCopyState(List<Token> tokens) {
    return tokens.stream().anyMatch(token -> token.name().startsWith("pg_last_copy_"));
  }

  static void check(List<Token> tokens) throws Refusal {
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      Token next = i + 1 < tokens.size() ? tokens.get(i + 1) : null;
      if (token.is("RETURNING")) {
        throw Refusal.unsupported("RETURNING");
      }
      if (token.is("[")) {
        throw Refusal.unknown("[ (an array, or navigation in SUPER)");
      }
      if (next == null) {
        if (token.is("CURRENT_TIMESTAMP")) {
          throw leaderOnly();
        }
        checkRelation(token);
        continue;
      }
      if (token.is("ON") && next.is("CONFLICT")) {
        throw Refusal.unsupported("ON CONFLICT");
      }
      if (token.is("DISTINCT") && next.is("ON")) {
        throw Refusal.unsupported("DISTINCT ON");
      }
      if (token.is("COUNT") && next.is("(")) {
        checkCount(tokens.subList(i + 2, tokens.size()));
      }
      if (token.is("FILTER") && next.is("(")) {
        throw Refusal.unsupported("FILTER");
      }
      if (token.is("LATERAL")) {
        throw Refusal.unsupported("LATERAL");
      }
      if (token.is("FOR") && (next.is("UPDATE") || next.is("SHARE"))) {
        throw Refusal.unsupported("SELECT FOR " + next.text().toUpperCase(Locale.ROOT));
      }
      if (token.is("CURRENT_TIMESTAMP")) {
        throw leaderOnly();
      }
      if (next.is("(") && token.isName() && !namesTable(tokens, i)) {
        checkFunction(token);
      } else {
        checkRelation(token);
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

  private static Refusal leaderOnly() {
    return Refusal.unsupported("CURRENT_TIMESTAMP (use GETDATE() or SYSDATE)");
  }

  /** Whether the name at this place belongs to a table or a WITH, with its columns in brackets. */
  private static boolean namesTable(List<Token> tokens, int at) {
    int first = at;
    while (first >= 2 && tokens.get(first - 1).is(".") && tokens.get(first - 2).isName()) {
      first -= 2;
    }
    if (first == 0) {
      return false;
    }
    Token before = tokens.get(first - 1);
    return before.is("INTO") || before.is("WITH") || before.is("RECURSIVE") || before.is("AS");
  }

  private static void checkFunction(Token token) throws Refusal {
    String name = token.name();
    if (token.kind() == Token.Kind.WORD && BEFORE_BRACKET.contains(name)) {
      return;
    }
    if (!FUNCTIONS.contains(name)) {
      throw Refusal.unknown("Function " + name);
    }
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
}
