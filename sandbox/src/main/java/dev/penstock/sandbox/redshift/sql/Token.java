package dev.penstock.sandbox.redshift.sql;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of a statement that a reader of SQL sees as one.
 *
 * @param text as PostgreSQL shall read it; a quoted name is in lower case already
 * @param spaced whether white space or a comment stood before it
 */
record Token(Kind kind, String text, boolean spaced) {
  private static final Pattern OCTAL = Pattern.compile("[0-7]{1,3}");

  enum Kind {
    WORD,
    QUOTED,
    TEXT,
    NUMBER,
    PARAMETER,
    SYMBOL,
    /** PostgreSQL's words in place of the client's. */
    OURS
  }

  boolean is(String word) {
    return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equalsIgnoreCase(word);
  }

  boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED;
  }

  /** A word or a piece of SQL of our own. */
  static Token ours(String text) {
    return new Token(Kind.OURS, text, true);
  }

  static Token symbol(String text) {
    return new Token(Kind.SYMBOL, text, false);
  }

  /** The name without quotes, in lower case. */
  String name() {
    return kind == Kind.QUOTED
        ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
        : text.toLowerCase(Locale.ROOT);
  }

  /** What a text literal says. */
  String value() {
    if (text.startsWith("'")) {
      return text.substring(1, text.length() - 1).replace("''", "'");
    }
    StringBuilder value = new StringBuilder();
    for (int i = 2; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      if (c == '\'') {
        i++;
      } else if (c == '\\') {
        Matcher octal = OCTAL.matcher(text).region(i + 1, text.length() - 1);
        if (octal.lookingAt()) {
          c = (char) Integer.parseInt(octal.group(), 8);
          i = octal.end() - 1;
        } else {
          c = escaped(text.charAt(++i));
        }
      }
      value.append(c);
    }
    return value.toString();
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> c;
    };
  }
}
