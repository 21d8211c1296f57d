package dev.penstock.sandbox.redshift.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts SQL into tokens; comments go, quotes stay whole. */
final class Tokenizer {
  private static final List<String> LONG_SYMBOLS =
      List.of("::", "<=", ">=", "<>", "!=", "||", "!~*", "!~", "~*", ":=");

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private boolean spaced;

  private Tokenizer(String sql) {
    this.sql = sql;
  }

  static List<Token> tokens(String sql) throws Refusal {
    Tokenizer tokenizer = new Tokenizer(sql);
    while (tokenizer.next()) {}
    return List.copyOf(tokenizer.tokens);
  }

  private boolean next() throws Refusal {
    skipSpace();
    if (at >= sql.length()) {
      return false;
    }
    char c = sql.charAt(at);
    if (c == '\'') {
      add(Token.Kind.TEXT, quoted('\''));
    } else if (c == '"') {
      // Redshift folds quoted names too, PostgreSQL doesn't.
      add(Token.Kind.QUOTED, quoted('"').toLowerCase(Locale.ROOT));
    } else if (c == '$' && at + 1 < sql.length() && Character.isDigit(sql.charAt(at + 1))) {
      add(Token.Kind.PARAMETER, "$" + digits(at + 1));
    } else if (c == '$') {
      add(Token.Kind.TEXT, Literals.text(dollarQuoted()));
    } else if (Character.isDigit(c)
        || c == '.' && at + 1 < sql.length() && Character.isDigit(sql.charAt(at + 1))) {
      add(Token.Kind.NUMBER, number());
    } else if (isWordStart(c)) {
      word();
    } else {
      symbol();
    }
    return true;
  }

  private void add(Token.Kind kind, String text) {
    tokens.add(new Token(kind, text, spaced));
    spaced = false;
    if (kind == Token.Kind.PARAMETER || kind == Token.Kind.NUMBER || kind == Token.Kind.WORD) {
      at += text.length();
    }
  }

  private void skipSpace() throws Refusal {
    while (at < sql.length()) {
      if (Character.isWhitespace(sql.charAt(at))) {
        at++;
      } else if (sql.startsWith("--", at)) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end;
      } else if (sql.startsWith("/*", at)) {
        skipComment();
      } else {
        return;
      }
      spaced = true;
    }
  }

  private void skipComment() throws Refusal {
    int depth = 0;
    do {
      if (sql.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else if (at >= sql.length()) {
        throw Refusal.of("42601", "unterminated /* comment");
      } else {
        at++;
      }
    } while (depth > 0);
  }

  private String quoted(char quote) throws Refusal {
    int start = at++;
    while (true) {
      int end = sql.indexOf(quote, at);
      if (end < 0) {
        throw Refusal.of("42601", "unterminated quoted string or identifier");
      }
      at = end + 1;
      if (at < sql.length() && sql.charAt(at) == quote) {
        at++;
      } else {
        break;
      }
    }
    String text = sql.substring(start, at);
    // COPY reads the escapes of its own clauses.
    if (quote == '\'' && text.contains("\\") && !isCopy()) {
      // Redshift reads it as an escape, PostgreSQL doesn't: nobody could tell what was meant.
      throw Refusal.unknown("A backslash in a text literal");
    }
    return text;
  }

  private boolean isCopy() {
    return !tokens.isEmpty() && tokens.getFirst().is("COPY");
  }

  private String dollarQuoted() throws Refusal {
    int open = sql.indexOf('$', at + 1);
    if (open < 0 || !sql.substring(at + 1, open).matches("([A-Za-z_][A-Za-z0-9_]*)?")) {
      throw Refusal.syntax("$");
    }
    String tag = sql.substring(at, open + 1);
    int close = sql.indexOf(tag, open + 1);
    if (close < 0) {
      throw Refusal.of("42601", "unterminated dollar-quoted string");
    }
    at = close + tag.length();
    return sql.substring(open + 1, close);
  }

  private String digits(int from) {
    int end = from;
    while (end < sql.length() && Character.isDigit(sql.charAt(end))) {
      end++;
    }
    return sql.substring(from, end);
  }

  private String number() {
    int end = at;
    while (end < sql.length()
        && (Character.isLetterOrDigit(sql.charAt(end))
            || sql.charAt(end) == '.'
            || (sql.charAt(end) == '-' || sql.charAt(end) == '+')
                && Character.toLowerCase(sql.charAt(end - 1)) == 'e')) {
      end++;
    }
    return sql.substring(at, end);
  }

  private void word() {
    int end = at;
    while (end < sql.length()
        && (isWordStart(sql.charAt(end))
            || Character.isDigit(sql.charAt(end))
            || sql.charAt(end) == '$')) {
      end++;
    }
    add(Token.Kind.WORD, sql.substring(at, end));
  }

  private static boolean isWordStart(char c) {
    return Character.isLetter(c) || c == '_' || c == '#';
  }

  private void symbol() {
    String symbol =
        LONG_SYMBOLS.stream()
            .filter(s -> sql.startsWith(s, at))
            .findFirst()
            .orElse(sql.substring(at, at + 1));
    add(Token.Kind.SYMBOL, symbol);
    at += symbol.length();
  }
}
