package dev.penstock.sandbox.redshift.sql;

import dev.penstock.sandbox.redshift.sql.Statement.Forward;
import java.util.List;
import java.util.Locale;

/**
 * Redshift's statements, by their first words. The list is what is known: anything else is refused,
 * because a stand-in that takes PostgreSQL's SQL for Redshift's would prove nothing.
 */
public final class Translator {
  private Translator() {}

  /** The statement to run in place of this one. */
  public static Statement translate(String text) throws Refusal {
    List<Token> tokens = Tokenizer.tokens(text);
    while (!tokens.isEmpty() && tokens.getLast().is(";")) {
      tokens = tokens.subList(0, tokens.size() - 1);
    }
    if (tokens.isEmpty()) {
      return Forward.plain("");
    }
    if (tokens.stream().anyMatch(token -> token.is(";"))) {
      throw Refusal.of("42601", "cannot insert multiple commands into a prepared statement");
    }
    if (LateBinding.keeps(tokens)) {
      return Views.unbound(new Sql(tokens));
    }
    tokens = Expressions.inPostgres(tokens);
    Sql sql = new Sql(tokens);
    Token first = sql.next();
    String verb = first.text().toUpperCase(Locale.ROOT);
    return switch (verb) {
      case "SELECT", "(" -> Queries.select(tokens);
      case "WITH" -> Queries.with(sql, tokens);
      case "INSERT" -> Writes.insert(sql, tokens);
      case "UPDATE" -> Writes.update(sql, tokens);
      case "DELETE" -> Writes.delete(sql, "");
      case "MERGE" -> Merge.translate(sql, tokens);
      case "COPY" -> new Statement.Copy(CopyParser.parse(sql));
      case "TRUNCATE" -> Maintenance.truncate(sql);
      case "VACUUM" -> Maintenance.vacuum(sql);
      case "ANALYZE" -> Maintenance.analyze(sql);
      case "LOCK" -> Transactions.lock(sql);
      case "BEGIN", "START" -> Transactions.begin(sql);
      case "COMMIT", "END" -> Transactions.end(sql, "COMMIT");
      case "ROLLBACK", "ABORT" -> Transactions.end(sql, "ROLLBACK");
      case "DECLARE" -> Cursors.declare(sql);
      case "FETCH" -> Cursors.fetch(sql);
      case "CLOSE" -> Cursors.close(sql);
      case "CREATE" -> Definitions.create(sql, tokens);
      case "ALTER" -> Definitions.alter(sql);
      case "DROP" -> Definitions.drop(sql, tokens);
      case "COMMENT" -> Definitions.comment(sql, tokens);
      case "GRANT" -> Grants.grant(sql);
      case "REVOKE" -> Grants.revoke(sql);
      case "SET" -> Settings.set(sql);
      case "RESET" -> Settings.reset(sql);
      case "SHOW" -> Settings.show(sql);
      case "SAVEPOINT", "RELEASE" -> throw Refusal.unsupported("SAVEPOINT");
      default ->
          throw PostgresqlOnly.STATEMENTS.contains(verb)
              ? Refusal.unsupported(verb)
              : Refusal.unknown("Statement " + first.text());
    };
  }
}
