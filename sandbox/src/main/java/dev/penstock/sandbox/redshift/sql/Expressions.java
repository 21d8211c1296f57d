package dev.penstock.sandbox.redshift.sql;

import java.util.ArrayList;
import java.util.List;

/** Redshift's functions and casts in PostgreSQL's words, wherever they stand in a statement. */
final class Expressions {
  private static final Token OPENS = Token.symbol("(");
  private static final Token CLOSES = Token.symbol(")");
  private static final Token COMMA = Token.symbol(",");

  /** Each pair of a DECODE repeats its first argument: nested ones would grow without bound. */
  private static final int MOST_COPIED = 10_000;

  private final Sql sql;
  private final List<Token> tokens;
  private final List<Token> out = new ArrayList<>();

  private Expressions(List<Token> tokens) {
    this.sql = new Sql(tokens);
    this.tokens = tokens;
  }

  static List<Token> inPostgres(List<Token> tokens) throws Refusal {
    return new Expressions(tokens).translate();
  }

  private List<Token> translate() throws Refusal {
    for (int at = 0; !sql.atEnd(); at = tokens.size() - sql.left()) {
      Token token = sql.next();
      boolean qualified = at > 0 && tokens.get(at - 1).is(".");
      if (token.is("::")) {
        out.add(token);
        out.add(type());
      } else if (token.is("SYSDATE") && !qualified && !sql.sees("(")) {
        out.add(ours("pg_catalog.sysdate()", token));
      } else if (token.is("APPROXIMATE") && (sql.sees("COUNT") || sql.sees("PERCENTILE_DISC"))) {
        continue;
      } else if (sql.sees("(")
          && token.isName()
          && !qualified
          && !Vocabulary.namesTable(tokens, at)) {
        call(token);
      } else {
        out.add(token);
      }
    }
    return List.copyOf(out);
  }

  /** Takes a type; none of PostgreSQL's own is one here. */
  private Token type() throws Refusal {
    return Token.ours(ColumnType.translate(sql));
  }

  /** The bracket comes next. */
  private void call(Token name) throws Refusal {
    switch (name.name()) {
      case "cast" -> cast(name);
      case "convert" -> convert(name);
      case "nvl" -> out.add(ours("coalesce", name));
      case "nvl2" -> nvl2(name);
      case "decode" -> decode(name);
      case "listagg" -> listagg(name);
      case "ratio_to_report" -> ratio(name);
      case "dateadd", "datediff", "date_part", "datepart" -> ofPart(name);
      case "date_trunc", "last_day", "add_months", "convert_timezone", "trunc" -> ofMoment(name);
      case "json_extract_path_text", "json_extract_array_element_text", "json_array_length" ->
          json(name);
      case String other when Functions.OTHERWISE.contains(other) ->
          out.add(ours("pg_penstock." + other, name));
      default -> out.add(name);
    }
  }

  private void cast(Token name) throws Refusal {
    Sql inside = new Sql(arguments());
    List<Token> value = inside.until("AS");
    if (!inside.takes("AS")) {
      throw Refusal.syntax(")");
    }
    castTo(name, value, inside);
  }

  private void convert(Token name) throws Refusal {
    List<List<Token>> arguments = Sql.pieces(arguments());
    if (arguments.size() != 2) {
      throw Refusal.syntax(")");
    }
    castTo(name, arguments.get(1), new Sql(arguments.get(0)));
  }

  private void castTo(Token name, List<Token> value, Sql type) throws Refusal {
    String translated = ColumnType.translate(type);
    type.end();
    out.add(ours("CAST", name));
    out.add(OPENS);
    out.addAll(inPostgres(value));
    out.add(Token.ours("AS"));
    out.add(Token.ours(translated));
    out.add(CLOSES);
  }

  private void nvl2(Token name) throws Refusal {
    List<List<Token>> arguments = Sql.pieces(arguments());
    if (arguments.size() != 3) {
      throw missing(name);
    }
    out.add(ours("CASE WHEN", name));
    bracketed(arguments.get(0));
    out.add(Token.ours("IS NOT NULL THEN"));
    bracketed(arguments.get(1));
    out.add(Token.ours("ELSE"));
    bracketed(arguments.get(2));
    out.add(Token.ours("END"));
  }

  /** NULL is equal to NULL here. */
  private void decode(Token name) throws Refusal {
    List<List<Token>> arguments = Sql.pieces(arguments());
    if (arguments.size() < 3) {
      throw missing(name);
    }
    List<Token> value = inPostgres(arguments.getFirst());
    int pairs = (arguments.size() - 1) / 2;
    if ((long) (pairs - 1) * value.size() > MOST_COPIED) {
      throw Refusal.unknown("A DECODE that repeats more than %d words".formatted(MOST_COPIED));
    }
    out.add(ours("CASE", name));
    int at = 1;
    for (; at + 1 < arguments.size(); at += 2) {
      out.add(Token.ours("WHEN"));
      out.add(OPENS);
      out.addAll(value);
      out.add(CLOSES);
      out.add(Token.ours("IS NOT DISTINCT FROM"));
      bracketed(arguments.get(at));
      out.add(Token.ours("THEN"));
      bracketed(arguments.get(at + 1));
    }
    if (at < arguments.size()) {
      out.add(Token.ours("ELSE"));
      bracketed(arguments.get(at));
    }
    out.add(Token.ours("END"));
  }

  private void listagg(Token name) throws Refusal {
    Sql inside = new Sql(arguments());
    boolean distinct = inside.takes("DISTINCT");
    List<List<Token>> arguments = Sql.pieces(inside.rest());
    if (arguments.size() > 2) {
      throw missing(name);
    }
    out.add(ours("string_agg", name));
    out.add(OPENS);
    if (distinct) {
      out.add(Token.ours("DISTINCT"));
    }
    text(arguments.getFirst());
    out.add(COMMA);
    if (arguments.size() > 1) {
      out.addAll(inPostgres(arguments.get(1)));
    } else {
      out.add(Token.ours("''"));
    }
    if (sql.takes("WITHIN", "GROUP", "(", "ORDER", "BY")) {
      out.add(Token.ours("ORDER BY"));
      List<Token> order = sql.untilClosing();
      if (distinct && Sql.text(order).strip().equals(Sql.text(arguments.getFirst()).strip())) {
        // PostgreSQL sorts a DISTINCT aggregate by its very argument only.
        text(order);
      } else {
        out.addAll(inPostgres(order));
      }
    }
    out.add(CLOSES);
  }

  private void text(List<Token> value) throws Refusal {
    out.add(Token.ours("CAST"));
    out.add(OPENS);
    bracketed(value);
    out.add(Token.ours("AS text"));
    out.add(CLOSES);
  }

  private void ratio(Token name) throws Refusal {
    List<Token> value = inPostgres(arguments());
    if (!sql.takes("OVER", "(")) {
      throw sql.near();
    }
    List<Token> window = sql.untilClosing();
    out.add(ours("(CAST", name));
    out.add(Token.ours("(("));
    out.addAll(value);
    out.add(Token.ours(") AS double precision) / nullif(sum("));
    out.addAll(value);
    out.add(Token.ours(") OVER ("));
    out.addAll(inPostgres(window));
    out.add(Token.ours("), 0))"));
  }

  /** The first argument is a part of a date, as a word or as a text. */
  private void ofPart(Token name) throws Refusal {
    List<List<Token>> arguments = Sql.pieces(arguments());
    if (arguments.size() < 2 || arguments.getFirst().size() != 1) {
      throw missing(name);
    }
    String part = DateParts.canonical(arguments.getFirst().getFirst());
    out.add(name.is("DATEPART") ? ours("date_part", name) : name);
    out.add(OPENS);
    out.add(Token.ours(Literals.text(part)));
    for (List<Token> argument : arguments.subList(1, arguments.size())) {
      out.add(COMMA);
      moment(argument);
    }
    out.add(CLOSES);
  }

  private void ofMoment(Token name) throws Refusal {
    out.add(name.is("DATE_TRUNC") ? ours("pg_penstock.date_trunc", name) : name);
    out.add(OPENS);
    List<List<Token>> arguments = Sql.pieces(arguments());
    // The names of zones and parts come before.
    for (int i = 0; i < arguments.size(); i++) {
      boolean zone = name.is("CONVERT_TIMEZONE") && i < arguments.size() - 1;
      boolean part = name.is("DATE_TRUNC") && i == 0;
      if (i > 0) {
        out.add(COMMA);
      }
      if (part && arguments.getFirst().size() == 1) {
        String canonical = DateParts.canonical(arguments.getFirst().getFirst());
        out.add(Token.ours(Literals.text(canonical)));
      } else if (zone) {
        out.addAll(inPostgres(arguments.get(i)));
      } else {
        moment(arguments.get(i));
      }
    }
    out.add(CLOSES);
  }

  /** A text alone is a TIMESTAMP to Redshift, and an instant to PostgreSQL. */
  private void moment(List<Token> argument) throws Refusal {
    if (argument.size() == 1 && argument.getFirst().kind() == Token.Kind.TEXT) {
      out.add(Token.ours("CAST(" + argument.getFirst().text() + " AS timestamp)"));
    } else {
      out.addAll(inPostgres(argument));
    }
  }

  /** Whether what isn't JSON is NULL comes last in Redshift, and first in our function. */
  private void json(Token name) throws Refusal {
    List<List<Token>> arguments = Sql.pieces(arguments());
    List<Token> last = arguments.getLast();
    boolean said =
        arguments.size() > 1
            && last.size() == 1
            && (last.getFirst().is("TRUE") || last.getFirst().is("FALSE"));
    out.add(ours("pg_penstock." + name.name(), name));
    out.add(OPENS);
    out.add(Token.ours(String.valueOf(said && last.getFirst().is("TRUE"))));
    for (List<Token> argument : arguments.subList(0, arguments.size() - (said ? 1 : 0))) {
      out.add(COMMA);
      out.addAll(inPostgres(argument));
    }
    out.add(CLOSES);
  }

  private void bracketed(List<Token> value) throws Refusal {
    out.add(OPENS);
    out.addAll(inPostgres(value));
    out.add(CLOSES);
  }

  private List<Token> arguments() throws Refusal {
    sql.expect("(");
    return sql.untilClosing();
  }

  private static Refusal missing(Token name) {
    return Functions.missing(name.name());
  }

  private static Token ours(String text, Token instead) {
    return new Token(Token.Kind.OURS, text, instead.spaced());
  }
}
