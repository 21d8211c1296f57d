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
 * @param statement the text without what stands behind its last semicolon
 */
record StatementText(List<String> words, int statements, boolean ended, String statement) {
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

    Reader(String sql) {
      this.sql = sql;
    }

    StatementText read() {
      while (at < sql.length()) {
        char c = sql.charAt(at);
        if (sql.startsWith("--", at)) {
          int line = sql.indexOf('\n', at);
          at = line < 0 ? sql.length() : line;
        } else if (sql.startsWith("/*", at)) {
          comment();
        } else if (c == ';') {
          statements += any ? 1 : 0;
          any = false;
          at++;
        } else if (Character.isWhitespace(c)) {
          at++;
        } else {
          any = true;
          piece(c);
          end = at;
        }
      }
      statements += any ? 1 : 0;
      return new StatementText(words, statements, ended, sql.substring(0, end));
    }

    private void piece(char c) {
      if (c == '\'' || c == '"') {
        quoted(c);
      } else if (c == '$' && sql.indexOf('$', at + 1) > 0 && isTag()) {
        dollar();
      } else if (Character.isLetter(c) || c == '_') {
        int from = at;
        while (at < sql.length() && isPart(sql.charAt(at))) {
          at++;
        }
        words.add(sql.substring(from, at).toUpperCase(Locale.ROOT));
      } else {
        at++;
      }
    }

    private static boolean isPart(char c) {
      return Character.isLetterOrDigit(c) || c == '_' || c == '$';
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

    private boolean isTag() {
      var tag = sql.substring(at + 1, sql.indexOf('$', at + 1));
      return (tag.isEmpty() || !Character.isDigit(tag.charAt(0)))
          && tag.chars().allMatch(c -> isPart((char) c));
    }

    private void dollar() {
      var tag = sql.substring(at, sql.indexOf('$', at + 1) + 1);
      int close = sql.indexOf(tag, at + tag.length());
      ended &= close >= 0;
      at = close < 0 ? sql.length() : close + tag.length();
    }

    private void comment() {
      int open = 0;
      while (at < sql.length()) {
        if (sql.startsWith("/*", at)) {
          open++;
          at += 2;
        } else if (sql.startsWith("*/", at)) {
          open--;
          at += 2;
          if (open == 0) {
            return;
          }
        } else {
          at++;
        }
      }
      ended = false;
    }
  }
}
