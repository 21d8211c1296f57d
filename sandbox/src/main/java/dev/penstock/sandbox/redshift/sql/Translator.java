package dev.penstock.sandbox.redshift.sql;

import dev.penstock.sandbox.redshift.sql.Statement.Forward;
import dev.penstock.sandbox.redshift.sql.Statement.Then;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Redshift's statements, by their first words. The list is what is known: anything else is refused,
 * because a stand-in that takes PostgreSQL's SQL for Redshift's would prove nothing.
 */
public final class Translator {
  private static final Set<String> SETTINGS =
      Set.of(
          "search_path",
          "statement_timeout",
          "datestyle",
          "timezone",
          "extra_float_digits",
          "application_name",
          "client_encoding");

  private Translator() {}

  /** The statement to run in place of this one. */
  public static Statement translate(String text) throws Refusal {
    List<Token> tokens = Expressions.inPostgres(Tokenizer.tokens(text));
    while (!tokens.isEmpty() && tokens.getLast().is(";")) {
      tokens = tokens.subList(0, tokens.size() - 1);
    }
    if (tokens.isEmpty()) {
      return Forward.plain("");
    }
    if (tokens.stream().anyMatch(token -> token.is(";"))) {
      throw Refusal.of("42601", "cannot insert multiple commands into a prepared statement");
    }
    Sql sql = new Sql(tokens);
    Token first = sql.next();
    return switch (first.text().toUpperCase(Locale.ROOT)) {
      case "SELECT", "(" -> query(tokens);
      case "WITH" -> with(tokens);
      case "INSERT" -> insert(sql, tokens);
      case "UPDATE" -> update(sql, tokens);
      case "DELETE" -> delete(sql);
      case "MERGE" -> merge(sql, tokens);
      case "COPY" -> new Statement.Copy(CopyParser.parse(sql));
      case "TRUNCATE" -> truncate(sql);
      case "LOCK" -> lock(sql);
      case "BEGIN", "START" -> begin(sql);
      case "COMMIT", "END" -> end(sql, "COMMIT");
      case "ROLLBACK", "ABORT" -> end(sql, "ROLLBACK");
      case "CREATE" -> create(sql, tokens);
      case "ALTER" -> AlterTable.translate(sql);
      case "DROP" -> drop(sql, tokens);
      case "ANALYZE" -> analyze(sql);
      case "SET" -> set(sql);
      case "SHOW" -> show(sql);
      case "GRANT", "REVOKE", "COMMENT" ->
          // The same words in both; PostgreSQL says what isn't there.
          Forward.plain(Sql.text(tokens));
      case "SAVEPOINT", "RELEASE" -> throw Refusal.unsupported("SAVEPOINT");
      case "DO", "LISTEN", "NOTIFY", "REINDEX", "CLUSTER" ->
          throw Refusal.unsupported(first.text().toUpperCase(Locale.ROOT));
      default -> throw Refusal.unknown("Statement " + first.text());
    };
  }

  private static Statement query(List<Token> tokens) throws Refusal {
    Vocabulary.check(tokens);
    int depth = 0;
    for (Token token : tokens) {
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      if (depth == 0 && token.is("INTO")) {
        throw Refusal.unknown("SELECT INTO");
      }
    }
    return new Forward(
        Sql.text(tokens), Optional.empty(), Vocabulary.readsCopyState(tokens), Then.NOTHING);
  }

  /**
   * WITH before a SELECT only: before a DELETE or an UPDATE its table could not be locked first.
   */
  private static Statement with(List<Token> tokens) throws Refusal {
    for (String writing : List.of("INSERT", "UPDATE", "DELETE", "MERGE")) {
      if (tokens.stream().anyMatch(token -> token.is(writing))) {
        throw Refusal.unknown("WITH together with " + writing);
      }
    }
    return query(tokens);
  }

  private static Statement insert(Sql sql, List<Token> tokens) throws Refusal {
    sql.expect("INTO");
    String table = sql.qualifiedName();
    return writing(table, tokens);
  }

  private static Statement update(Sql sql, List<Token> tokens) throws Refusal {
    return writing(sql.qualifiedName(), tokens);
  }

  private static Statement delete(Sql sql) throws Refusal {
    sql.takes("FROM");
    String table = sql.qualifiedName();
    if (!sql.atEnd() && !sql.sees("USING") && !sql.sees("WHERE")) {
      // Newer clusters take one; who writes the table's name is understood by all.
      throw Refusal.unknown("An alias for the target of DELETE");
    }
    if (sql.sees("USING", "(")) {
      throw Refusal.unknown("A subquery in USING of DELETE");
    }
    List<Token> rest = sql.rest();
    Vocabulary.check(rest);
    return new Forward(
        "DELETE FROM " + table + " " + Sql.text(rest),
        Optional.of(table),
        Vocabulary.readsCopyState(rest),
        Then.NOTHING);
  }

  private static Statement writing(String table, List<Token> tokens) throws Refusal {
    Vocabulary.check(tokens);
    return new Forward(
        Sql.text(tokens), Optional.of(table), Vocabulary.readsCopyState(tokens), Then.NOTHING);
  }

  private static Statement merge(Sql sql, List<Token> tokens) throws Refusal {
    sql.expect("INTO");
    String table = sql.qualifiedName();
    if (!sql.takes("USING")) {
      throw Refusal.unsupported("An alias for the target of MERGE");
    }
    if (sql.sees("(")) {
      throw Refusal.unsupported("A subquery as the source of MERGE");
    }
    sql.qualifiedName();
    int matched = 0;
    int notMatched = 0;
    for (int i = 0; i + 2 < tokens.size(); i++) {
      if (tokens.get(i).is("WHEN") && tokens.get(i + 1).is("MATCHED")) {
        matched++;
        if (!tokens.get(i + 2).is("THEN")) {
          throw Refusal.unsupported("A condition in WHEN MATCHED");
        }
      }
      if (tokens.get(i).is("WHEN")
          && tokens.get(i + 1).is("NOT")
          && tokens.get(i + 2).is("MATCHED")) {
        notMatched++;
        if (i + 3 < tokens.size() && !tokens.get(i + 3).is("THEN")) {
          throw Refusal.unsupported("A condition in WHEN NOT MATCHED");
        }
      }
    }
    if (matched != 1 || notMatched != 1) {
      throw Refusal.unsupported("MERGE without exactly one WHEN MATCHED and one WHEN NOT MATCHED");
    }
    return writing(table, tokens);
  }

  private static Statement truncate(Sql sql) throws Refusal {
    sql.takes("TABLE");
    String table = sql.qualifiedName();
    sql.end();
    return Forward.then(Then.COMMIT, "TRUNCATE TABLE " + table);
  }

  private static Statement lock(Sql sql) throws Refusal {
    sql.takes("TABLE");
    List<String> tables = new ArrayList<>();
    do {
      tables.add(sql.qualifiedName());
    } while (sql.takes(","));
    if (sql.sees("IN")) {
      throw Refusal.unsupported("A mode of LOCK");
    }
    sql.end();
    return Forward.plain("LOCK TABLE " + String.join(", ", tables) + " IN ACCESS EXCLUSIVE MODE");
  }

  private static Statement begin(Sql sql) throws Refusal {
    boolean word = sql.takes("TRANSACTION") || sql.takes("WORK");
    String access = "";
    while (!sql.atEnd()) {
      if (sql.takes("ISOLATION", "LEVEL")) {
        // Redshift reads every level as its own; the one of the database stays.
        if (!sql.takes("SERIALIZABLE")
            && !sql.takes("REPEATABLE", "READ")
            && !sql.takes("READ", "COMMITTED")
            && !sql.takes("READ", "UNCOMMITTED")) {
          throw sql.near();
        }
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

  private static Statement end(Sql sql, String verb) throws Refusal {
    if (!sql.takes("WORK")) {
      sql.takes("TRANSACTION");
    }
    if (sql.sees("TO")) {
      throw Refusal.unsupported("SAVEPOINT");
    }
    sql.end();
    return Forward.plain(verb);
  }

  private static Statement create(Sql sql, List<Token> tokens) throws Refusal {
    if (sql.takes("SCHEMA")) {
      return Forward.plain(Sql.text(tokens));
    }
    if (sql.sees("VIEW") || sql.sees("OR", "REPLACE", "VIEW")) {
      Vocabulary.check(afterAs(tokens));
      return Forward.plain(Sql.text(tokens));
    }
    boolean temporary = sql.takes("LOCAL");
    temporary |= sql.takes("TEMPORARY") || sql.takes("TEMP");
    if (sql.takes("TABLE")) {
      return CreateTable.translate(sql, temporary);
    }
    for (String lacking : List.of("INDEX", "TRIGGER", "SEQUENCE", "TYPE", "DOMAIN", "EXTENSION")) {
      if (sql.sees(lacking) || sql.sees("UNIQUE", lacking)) {
        throw Refusal.unsupported("CREATE " + lacking);
      }
    }
    throw Refusal.unknown("CREATE " + sql.next().text());
  }

  private static List<Token> afterAs(List<Token> tokens) throws Refusal {
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).is("AS")) {
        return tokens.subList(i + 1, tokens.size());
      }
    }
    throw Refusal.of("42601", "syntax error at end of input");
  }

  private static Statement drop(Sql sql, List<Token> tokens) throws Refusal {
    if (!sql.takes("TABLE") && !sql.takes("SCHEMA") && !sql.takes("VIEW")) {
      throw Refusal.unknown("DROP " + sql.next().text());
    }
    return Forward.plain(Sql.text(tokens));
  }

  private static Statement analyze(Sql sql) throws Refusal {
    if (sql.atEnd() || sql.sees("COMPRESSION")) {
      throw Refusal.unknown("This form of ANALYZE");
    }
    String table = sql.qualifiedName();
    sql.takes("PREDICATE", "COLUMNS");
    sql.takes("ALL", "COLUMNS");
    sql.end();
    return Forward.plain("ANALYZE " + table);
  }

  private static Statement set(Sql sql) throws Refusal {
    if (sql.takes("SESSION", "CHARACTERISTICS", "AS", "TRANSACTION")) {
      return Forward.plain(
          sql.takes("READ", "ONLY")
              ? "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"
              : "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE");
    }
    sql.takes("SESSION");
    boolean local = sql.takes("LOCAL");
    String setting = sql.name();
    if (!sql.takes("TO")) {
      sql.expect("=");
    }
    List<Token> value = sql.rest();
    if (setting.equals("readonly")) {
      boolean on = Sql.text(value).strip().matches("1|on|true|'1'");
      return Forward.plain(
          "SET SESSION CHARACTERISTICS AS TRANSACTION READ " + (on ? "ONLY" : "WRITE"));
    }
    if (setting.equals("query_group")) {
      setting = "penstock.query_group";
    } else if (!SETTINGS.contains(setting)) {
      throw Refusal.unknown("SET " + setting);
    }
    return Forward.plain(
        "SET %s%s TO %s".formatted(local ? "LOCAL " : "", setting, Sql.text(value)));
  }

  private static Statement show(Sql sql) throws Refusal {
    if (Shows.comes(sql)) {
      return Shows.translate(sql);
    }
    String setting = sql.name();
    sql.end();
    if (setting.equals("query_group")) {
      return Forward.plain("SHOW penstock.query_group");
    }
    if (!SETTINGS.contains(setting)) {
      throw Refusal.unknown("SHOW " + setting);
    }
    return Forward.plain("SHOW " + setting);
  }
}
