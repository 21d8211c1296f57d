package dev.penstock.sandbox.redshift.sql;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What PostgreSQL's queries can say and Redshift's can't. */
final class QueryLimits {
  private static final Set<String> OPERATORS =
      Functions.words("+ - * / % ^ = < > <= >= <> != || | & # ~ << >> |/ ||/ @ :: := !~");

  private static final Set<String> SYSTEM_COLUMNS =
      Functions.words("ctid xmin xmax cmin cmax tableoid");

  /** Right before a text they make a literal of another kind. */
  private static final Set<String> PREFIXES = Functions.words("b x n");

  /** The types whose names make a literal of the text behind them. */
  private static final Set<String> TYPED =
      Functions.words("date time timetz timestamp timestamptz interval");

  /** Words of SQL that a text may follow; ZONE of AT TIME ZONE and of a typed literal too. */
  private static final Set<String> BEFORE_TEXT =
      Functions.words(
          """
          all and as between both by case default distinct else escape for from having ilike in is
          leading like limit not offset on or select set similar then to top trailing values when
          where zone\
          """);

  private static final Set<String> FRAMED =
      Functions.words(
          """
          avg count max min sum stddev stddev_pop stddev_samp variance var_pop var_samp median
          first_value last_value nth_value\
          """);

  private static final Set<String> FRAMES = Functions.words("rows range groups");

  private final List<Token> tokens;

  private QueryLimits(List<Token> tokens) {
    this.tokens = tokens;
  }

  static void check(List<Token> tokens) throws Refusal {
    QueryLimits limits = new QueryLimits(tokens);
    for (int at = 0; at < tokens.size(); at++) {
      limits.check(at);
    }
  }

  private void check(int at) throws Refusal {
    Token token = tokens.get(at);
    switch (token.kind()) {
      case SYMBOL -> symbol(token);
      case WORD -> word(token, at);
      case QUOTED -> systemColumn(token);
      case TEXT -> text(at);
      case NUMBER, PARAMETER, OURS -> {}
    }
  }

  private static void symbol(Token token) throws Refusal {
    String symbol = token.text();
    if (symbol.equals("[")) {
      throw Refusal.unknown("[ (an array, or navigation in SUPER)");
    }
    if (symbol.equals("~*") || symbol.equals("!~*")) {
      throw Refusal.unknown("Operator " + symbol);
    }
    boolean operator = "+-*/<>=~!@#%^&|`?:".indexOf(symbol.charAt(0)) >= 0;
    if (operator && !OPERATORS.contains(symbol)) {
      throw Refusal.unsupported("Operator " + symbol);
    }
  }

  private void word(Token token, int at) throws Refusal {
    systemColumn(token);
    String word = token.text().toLowerCase(Locale.ROOT);
    switch (word) {
      case "returning" -> throw Refusal.unsupported("RETURNING");
      case "lateral" -> throw Refusal.unsupported("LATERAL");
      case "tablesample" -> throw Refusal.unsupported("TABLESAMPLE");
      case "current_timestamp", "current_time", "localtime", "localtimestamp" ->
          throw Refusal.unsupported(
              "%s (use GETDATE() or SYSDATE)".formatted(word.toUpperCase(Locale.ROOT)));
      case "current_catalog" -> throw Refusal.unsupported("CURRENT_CATALOG");
      case "on" -> refuse(at, "ON CONFLICT", "CONFLICT");
      case "filter" -> refuse(at, "FILTER", "(");
      case "with" -> refuse(at, "WITH ORDINALITY", "ORDINALITY");
      case "intersect" -> refuse(at, "INTERSECT ALL", "ALL");
      case "except" -> refuse(at, "EXCEPT ALL", "ALL");
      case "row" -> refuse(at, "A row constructor", "(");
      case "array" -> refuse(at, "An array", "[");
      case "distinct" -> {
        refuse(at, "DISTINCT ON", "ON");
        refuse(at, "IS DISTINCT FROM", "FROM");
      }
      case "operator" -> refuse(at, "OPERATOR()", "(");
      case "for" -> {
        for (String lock : List.of("UPDATE", "SHARE", "NO", "KEY")) {
          refuse(at, "SELECT FOR " + lock, lock);
        }
      }
      case "only" -> {
        if (before(at).filter(t -> t.is("FROM") || t.is("UPDATE") || t.is("JOIN")).isPresent()) {
          throw Refusal.unsupported("ONLY, for there is no inheritance,");
        }
      }
      case "values" -> {
        if (at == 0 || tokens.get(at - 1).is("(")) {
          throw Refusal.unsupported("A VALUES list as a table");
        }
      }
      case "window" -> {
        if (after(at, 1).filter(Token::isName).isPresent()
            && after(at, 2).filter(t -> t.is("AS")).isPresent()) {
          throw Refusal.unsupported("A WINDOW clause");
        }
      }
      case "fetch" -> {
        if (after(at, 1).filter(t -> t.is("FIRST") || t.is("NEXT")).isPresent()) {
          throw Refusal.unsupported("FETCH FIRST (use LIMIT)");
        }
      }
      case "over" -> frame(at);
      case "u" -> {
        if (after(at, 1).filter(t -> t.is("&")).isPresent()
            && after(at, 2).filter(t -> t.kind() != Token.Kind.WORD && !t.spaced()).isPresent()) {
          throw Refusal.unsupported("A literal U&''");
        }
      }
      default -> literal(word, at);
    }
  }

  private static void systemColumn(Token token) throws Refusal {
    if (SYSTEM_COLUMNS.contains(token.name())) {
      throw Refusal.unsupported("System column " + token.name());
    }
  }

  private void literal(String word, int at) throws Refusal {
    boolean prefixes =
        PREFIXES.contains(word)
            && after(at, 1).filter(t -> t.kind() == Token.Kind.TEXT && !t.spaced()).isPresent();
    if (prefixes) {
      throw Refusal.unsupported("A literal %s''".formatted(word.toUpperCase(Locale.ROOT)));
    }
  }

  /** PostgreSQL takes any type's name before a text, Redshift those of dates and times. */
  private void text(int at) throws Refusal {
    Optional<Token> before = before(at);
    if (before.filter(token -> token.is(")")).isPresent()) {
      throw Refusal.unknown("A literal whose type has a length");
    }
    if (before.filter(Token::isName).isEmpty()) {
      return;
    }
    Token type = before.get();
    boolean taken = TYPED.contains(type.name()) || BEFORE_TEXT.contains(type.name());
    if (type.kind() == Token.Kind.QUOTED || !taken) {
      ColumnType.translate(new Sql(List.of(type)));
      throw Refusal.unknown("A literal of type " + type.name());
    }
  }

  /** Redshift wants a frame where an aggregate's window is sorted; PostgreSQL has a default. */
  private void frame(int at) throws Refusal {
    Optional<Token> function = functionBefore(at);
    if (function.isEmpty() || after(at, 1).filter(t -> t.is("(")).isEmpty()) {
      return;
    }
    String bare = function.get().text().toLowerCase(Locale.ROOT);
    String name = bare.substring(bare.lastIndexOf('.') + 1);
    List<Token> window = new Sql(tokens.subList(at + 2, tokens.size())).untilClosing();
    boolean sorted = window.stream().anyMatch(token -> token.is("ORDER"));
    boolean framed = window.stream().anyMatch(token -> FRAMES.contains(token.name()));
    if (FRAMED.contains(name) && sorted && !framed) {
      throw Refusal.of(
          "0A000", "Aggregate window functions with an ORDER BY clause require a frame clause");
    }
  }

  /** The function whose closing bracket stands right before this place. */
  private Optional<Token> functionBefore(int at) {
    int depth = 0;
    for (int i = at - 1; i >= 0; i--) {
      depth += tokens.get(i).is(")") ? 1 : tokens.get(i).is("(") ? -1 : 0;
      if (depth == 0) {
        return before(i);
      }
    }
    return Optional.empty();
  }

  private Optional<Token> before(int at) {
    return at > 0 ? Optional.of(tokens.get(at - 1)) : Optional.empty();
  }

  private Optional<Token> after(int at, int steps) {
    return at + steps < tokens.size() ? Optional.of(tokens.get(at + steps)) : Optional.empty();
  }

  private void refuse(int at, String what, String next) throws Refusal {
    if (after(at, 1).filter(token -> token.is(next)).isPresent()) {
      throw Refusal.unsupported(what);
    }
  }
}
