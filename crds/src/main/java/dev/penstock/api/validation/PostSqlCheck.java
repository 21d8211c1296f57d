package dev.penstock.api.validation;

import dev.penstock.api.validation.Finding.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Statements for the publish transaction: only what is known to stay inside it. A statement that
 * commits by itself would show rows before the ledger says that they are there.
 */
final class PostSqlCheck {
  private static final int MOST = 16;
  private static final int LONGEST = 4096;

  /** What Redshift commits with, or refuses inside a transaction. */
  private static final Set<String> COMMITTING =
      Set.of(
          "VACUUM",
          "TRUNCATE",
          "BEGIN",
          "START",
          "COMMIT",
          "END",
          "ROLLBACK",
          "ABORT",
          "SAVEPOINT",
          "RELEASE",
          "PREPARE",
          "EXECUTE",
          "CALL");

  private static final Set<String> INSIDE =
      Set.of(
          "SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "MERGE", "COPY", "GRANT", "REVOKE",
          "COMMENT", "ANALYZE", "CREATE", "DROP", "ALTER");

  private static final Pattern EXTERNAL =
      Pattern.compile(
          "(CREATE|ALTER|DROP) (OR REPLACE )?(EXTERNAL|DATABASE|LIBRARY|DATASHARE) "
              + "|(GRANT|REVOKE) .*ON EXTERNAL |ANALYZE COMPRESSION ");

  /** Quoted names are no words, so that a name may be absent. */
  private static final Pattern ALTERED_ALONE =
      Pattern.compile("ALTER TABLE .*?(APPEND FROM |(?<=\\s)ALTER (COLUMN )?(\\S+ )?TYPE )");

  private PostSqlCheck() {}

  static List<String> check(Place place, @Nullable List<String> specs) {
    var statements = new ArrayList<String>();
    int index = 0;
    for (var spec : place.list(specs, "postSql statement", 0, MOST)) {
      var item = place.item(index++);
      int mark = item.findings().mark();
      var sql = item.sql(spec, "a postSql statement", LONGEST);
      if (item.findings().mark() == mark) {
        statement(item, sql).ifPresent(statements::add);
      }
    }
    return statements;
  }

  private static Optional<String> statement(Place item, String sql) {
    var text = StatementText.of(sql);
    if (!text.ended()) {
      item.refuse(
          Reason.INVALID,
          "has a postSql statement that may be read in two ways: a quote or"
              + " comment does not end, or a quote holds a backslash",
          "End it, and write CHR(92) for a backslash");
      return Optional.empty();
    }
    if (!text.plain()) {
      item.refuse(
          Reason.INVALID,
          "has a postSql statement that may be read in two ways: outside of quotes and comments stands"
              + " a control character, a letter beyond ASCII or a dollar quote",
          "Put names into double quotes and texts into single ones");
      return Optional.empty();
    }
    if (text.statements() != 1) {
      item.refuse(
          Reason.INVALID,
          "has %d statements in one postSql".formatted(text.statements()),
          "Write each statement as an item of its own");
      return Optional.empty();
    }
    var words = text.words();
    var first = words.isEmpty() ? "" : words.getFirst();
    if (COMMITTING.contains(first) || alone(words)) {
      item.refuse(
          Reason.NOT_ALLOWED,
          "has %s in its postSql, which commits by itself or can not run inside the publish"
                  .formatted(shown(words))
              + " transaction",
          "Remove it, and run it outside of the pipeline");
      return Optional.empty();
    }
    if (!INSIDE.contains(first)) {
      item.refuse(
          Reason.NOT_ALLOWED,
          "has a postSql that begins with %s, which is not known to stay inside a transaction"
              .formatted(first.isEmpty() ? "no word" : Shown.of(first)),
          "Write one of SELECT, WITH, INSERT, UPDATE, DELETE, MERGE, COPY, GRANT, REVOKE,"
              + " COMMENT, ANALYZE, CREATE, DROP, ALTER");
      return Optional.empty();
    }
    return Optional.of(text.statement());
  }

  private static boolean alone(List<String> words) {
    var text = String.join(" ", words) + " ";
    return EXTERNAL.matcher(text).lookingAt() || ALTERED_ALONE.matcher(text).lookingAt();
  }

  private static String shown(List<String> words) {
    return String.join(" ", words.stream().limit(2).toList());
  }
}
