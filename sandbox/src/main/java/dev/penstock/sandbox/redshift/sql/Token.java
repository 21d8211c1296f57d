package dev.penstock.sandbox.redshift.sql;

import java.util.Locale;

/**
 * A piece of a statement that a reader of SQL sees as one.
 *
 * @param text as PostgreSQL shall read it; a quoted name is in lower case already
 * @param spaced whether white space or a comment stood before it
 */
record Token(Kind kind, String text, boolean spaced) {
  enum Kind {
    WORD,
    QUOTED,
    TEXT,
    NUMBER,
    PARAMETER,
    SYMBOL
  }

  boolean is(String word) {
    return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equalsIgnoreCase(word);
  }

  boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED;
  }

  /** The name without quotes, in lower case. */
  String name() {
    return kind == Kind.QUOTED
        ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
        : text.toLowerCase(Locale.ROOT);
  }

  /** What a text literal says; Redshift reads backslashes in it as escapes, we refuse them. */
  String value() {
    return text.substring(1, text.length() - 1).replace("''", "'");
  }
}
