package dev.penstock.sandbox.redshift.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts SQL into tokens; comments go, quotes stay whole. */
final class Tokenizer {
  private static final String OPERATOR = "+-*/<>=~!@#%^&|`?";

  /** Only with one of these in it may an operator end in a sign: {@code a =-1} has two. */
  private static final String KEEPS_SIGN = "~!@#%^&|`?";

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  /** Where the tokens of the last statement begin. */
  private int statement;

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
      String text = quoted('\'');
      // Redshift reads backslashes as escapes, which PostgreSQL does behind an E only. COPY reads
      // those of its own clauses.
      add(Token.Kind.TEXT, text.contains("\\") && !isCopy() ? "E" + text : text);
    } else if (c == '"') {
      // Redshift folds quoted names too, PostgreSQL doesn't.
      add(Token.Kind.QUOTED, Names.fitting(quoted('"').toLowerCase(Locale.ROOT)));
    } else if (c == '$' && at + 1 < sql.length() && Character.isDigit(sql.charAt(at + 1))) {
      add(Token.Kind.PARAMETER, "$" + digits(at + 1));
    } else if (c == '$') {
      add(Token.Kind.TEXT, Literals.text(dollarQuoted()));
    } else if (Character.isDigit(c)
        || c == '.' && at + 1 < sql.length() && Character.isDigit(sql.charAt(at + 1))) {
      add(Token.Kind.NUMBER, number());
    } else if ((c == 'E' || c == 'e') && sql.startsWith("'", at + 1)) {
      at++;
      add(Token.Kind.TEXT, "E" + quoted('\''));
    } else if (isWordStart(c)) {
      word();
    } else if (c == '#' && at + 1 < sql.length() && isWordStart(sql.charAt(at + 1))) {
      temporaryName();
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
      if (at >= sql.length()) {
        throw Refusal.of("42601", "unterminated quoted string or identifier");
      }
      char c = sql.charAt(at++);
      if (c == '\\' && quote == '\'') {
        at++;
      } else if (c == quote) {
        if (at >= sql.length() || sql.charAt(at) != quote) {
          break;
        }
        at++;
      }
    }
    return sql.substring(start, at);
  }

  private boolean isCopy() {
    return statement < tokens.size() && tokens.get(statement).is("COPY");
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

  private void word() throws Refusal {
    String word = sql.substring(at, wordEnd(at));
    Names.fitting(word);
    add(Token.Kind.WORD, word);
  }

  /** {@code #t}: a name to Redshift, an operator and a name to PostgreSQL. */
  private void temporaryName() throws Refusal {
    int end = wordEnd(at + 1);
    String name = sql.substring(at, end).toLowerCase(Locale.ROOT);
    add(Token.Kind.QUOTED, Names.fitting(Literals.identifier(name)));
    at = end;
  }

  private int wordEnd(int from) {
    int end = from;
    while (end < sql.length()
        && (isWordStart(sql.charAt(end))
            || Character.isDigit(sql.charAt(end))
            || sql.charAt(end) == '$'
            || sql.charAt(end) == '#')) {
      end++;
    }
    return end;
  }

  private static boolean isWordStart(char c) {
    return Character.isLetter(c) || c == '_';
  }

  private void symbol() {
    String symbol = operator();
    if (symbol.isEmpty()) {
      boolean pair = sql.startsWith("::", at) || sql.startsWith(":=", at);
      symbol = sql.substring(at, at + (pair ? 2 : 1));
    }
    add(Token.Kind.SYMBOL, symbol);
    at += symbol.length();
    if (symbol.equals(";")) {
      statement = tokens.size();
    }
  }

  /** As long as it gets, as PostgreSQL reads it: {@code ->} is one and no minus. */
  private String operator() {
    int end = at;
    while (end < sql.length()
        && OPERATOR.indexOf(sql.charAt(end)) >= 0
        && !sql.startsWith("--", end)
        && !sql.startsWith("/*", end)) {
      end++;
    }
    String operator = sql.substring(at, end);
    while (operator.length() > 1
        && (operator.endsWith("-") || operator.endsWith("+"))
        && operator.chars().noneMatch(c -> KEEPS_SIGN.indexOf(c) >= 0)) {
      operator = operator.substring(0, operator.length() - 1);
    }
    return operator;
  }
}
