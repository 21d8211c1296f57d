package dev.penstock.api.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * SQL of the warehouse, as far as its words matter; a word inside of quotes or comments is none.
 *
 * @param words outside of quotes, in upper case and in their order
 * @param statements how many there are, empty ones left out
 * @param ended whether every quote and comment ends, and no quote holds a backslash: what that
 *     escapes is a setting of the server
 * @param plain whether nothing but printable ASCII stands outside of quotes and comments, and no
 *     dollar begins a word: server and driver differ in what else they take for a quote or a name
 * @param statement the text without what stands behind its last semicolon
 */
record StatementText(
    List<String> words, int statements, boolean ended, boolean plain, String statement) {
  StatementText {
    words = List.copyOf(words);
  }

  static StatementText of(String sql) {
    return new Reader(sql).read();
  }

  private static final class Reader {
    private final String sql;
    private final List<String> words = new ArrayList<>();
    private int at;
    private int statements;
    private int end;
    private boolean any;
    private boolean ended = true;
    private boolean plain = true;

    Reader(String sql) {
      this.sql = sql;
    }

    StatementText read() {
      while (at < sql.length()) {
        char c = sql.charAt(at);
        if (sql.startsWith("--", at)) {
          line();
        } else if (sql.startsWith("/*", at)) {
          comment();
        } else if (c == ';') {
          statements += any ? 1 : 0;
          any = false;
          at++;
        } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
          at++;
        } else {
          any = true;
          piece(c);
          end = at;
        }
      }
      statements += any ? 1 : 0;
      return new StatementText(words, statements, ended, plain, sql.substring(0, end));
    }

    private void piece(char c) {
      if (c == '\'' || c == '"') {
        quoted(c);
      } else if (isLetter(c)) {
        int from = at;
        while (at < sql.length() && isPart(sql.charAt(at))) {
          at++;
        }
        words.add(sql.substring(from, at).toUpperCase(Locale.ROOT));
      } else {
        plain &= c > ' ' && c < 127 && c != '$';
        at++;
      }
    }

    private static boolean isLetter(char c) {
      return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean isPart(char c) {
      return isLetter(c) || c >= '0' && c <= '9' || c == '$';
    }

    /** The driver takes either line break for its end. */
    private void line() {
      while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
        at++;
      }
    }

    private void quoted(char quote) {
      at++;
      while (at < sql.length()) {
        char c = sql.charAt(at);
        ended &= c != '\\';
        at++;
        if (c == quote) {
          return;
        }
      }
      at = sql.length();
      ended = false;
    }

    private void comment() {
      int end = BlockComment.end(sql, at);
      ended &= end >= 0;
      at = end < 0 ? sql.length() : end;
    }
  }
}
