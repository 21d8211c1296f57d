package dev.penstock.runner.sql;

import dev.penstock.api.validation.BlockComment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * SQL that somebody wrote, cut at its parameters {@code $name}. Quotes, dollar quotes and comments
 * are read as PostgreSQL and DuckDB read them, so what merely looks like a parameter inside of them
 * stays.
 *
 * @param pieces texts between parameters, one more than there are {@code parameters}
 * @param parameters names without the dollar sign, in the order of the text
 * @param contained whether the text can stand between brackets without ending them: every quote,
 *     comment and bracket that it opens it closes, and it holds no semicolon
 */
public record SqlText(List<String> pieces, List<String> parameters, boolean contained) {
  public SqlText {
    pieces = List.copyOf(pieces);
    parameters = List.copyOf(parameters);
  }

  /** Reads a text; none is refused. */
  public static SqlText of(String sql) {
    return new Reader(sql).read();
  }

  /** {@return the names of the parameters, each once} */
  public Set<String> names() {
    return new LinkedHashSet<>(parameters);
  }

  /** {@return the text with every parameter replaced} */
  public String with(UnaryOperator<String> replacement) {
    var text = new StringBuilder(pieces.getFirst());
    for (int i = 0; i < parameters.size(); i++) {
      text.append(replacement.apply(parameters.get(i))).append(pieces.get(i + 1));
    }
    return text.toString();
  }

  private static final class Reader {
    private final String sql;
    private final List<String> pieces = new ArrayList<>();
    private final List<String> parameters = new ArrayList<>();
    private int at;
    private int piece;
    private int depth;
    private boolean contained = true;

    Reader(String sql) {
      this.sql = sql;
    }

    SqlText read() {
      while (at < sql.length()) {
        char c = sql.charAt(at);
        if (c == '\'') {
          quoted('\'', escaped());
        } else if (c == '"') {
          quoted('"', false);
        } else if (sql.startsWith("--", at)) {
          int end = sql.indexOf('\n', at);
          // The reader that embeds a text ends its last line, so such a comment ends too.
          at = end < 0 ? sql.length() : end;
        } else if (sql.startsWith("/*", at)) {
          comment();
        } else if (c == '$' && !part(before())) {
          dollar();
        } else {
          bracket(c);
          at++;
        }
      }
      pieces.add(sql.substring(piece));
      return new SqlText(pieces, parameters, contained && depth == 0);
    }

    private void bracket(char c) {
      if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      }
      if (depth < 0 || c == ';') {
        contained = false;
      }
    }

    /** Whether the quote at hand belongs to E'...', in which a backslash escapes. */
    private boolean escaped() {
      return (before() == 'E' || before() == 'e') && (at < 2 || !part(sql.charAt(at - 2)));
    }

    private char before() {
      return at == 0 ? ' ' : sql.charAt(at - 1);
    }

    private void quoted(char quote, boolean escapes) {
      at++;
      while (at < sql.length()) {
        char c = sql.charAt(at);
        if (escapes && c == '\\') {
          at += 2;
        } else if (c == quote && at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
          at += 2;
        } else if (c == quote) {
          at++;
          return;
        } else {
          at++;
        }
      }
      contained = false;
      at = sql.length();
    }

    private void comment() {
      int end = BlockComment.end(sql, at);
      contained &= end >= 0;
      at = end < 0 ? sql.length() : end;
    }

    private void dollar() {
      int end = at + 1;
      while (end < sql.length() && word(sql.charAt(end))) {
        end++;
      }
      boolean quote = end < sql.length() && sql.charAt(end) == '$';
      boolean digits = end > at + 1 && Character.isDigit(sql.charAt(at + 1));
      if (quote && !digits) {
        var tag = sql.substring(at, end + 1);
        int close = sql.indexOf(tag, end + 1);
        contained &= close >= 0;
        at = close < 0 ? sql.length() : close + tag.length();
      } else if (end > at + 1 && !digits) {
        pieces.add(sql.substring(piece, at));
        parameters.add(sql.substring(at + 1, end));
        at = end;
        piece = end;
      } else {
        at = end;
      }
    }

    private static boolean word(char c) {
      return c == '_' || Character.isLetterOrDigit(c);
    }

    /** Whether a dollar sign after it belongs to an identifier. */
    private static boolean part(char c) {
      return word(c) || c == '$';
    }
  }
}
