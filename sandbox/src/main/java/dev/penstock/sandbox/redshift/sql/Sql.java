package dev.penstock.sandbox.redshift.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads a statement's tokens from left to right. */
final class Sql {
  private final List<Token> tokens;
  private int at;

  Sql(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** Tokens as text again, with a space where one stood. */
  static String text(List<Token> tokens) {
    StringBuilder text = new StringBuilder();
    for (Token token : tokens) {
      if (token.spaced() && !text.isEmpty()) {
        text.append(' ');
      }
      text.append(token.text());
    }
    return text.toString();
  }

  boolean atEnd() {
    return at >= tokens.size();
  }

  Optional<Token> peek() {
    return peek(0);
  }

  Optional<Token> peek(int ahead) {
    return at + ahead < tokens.size() ? Optional.of(tokens.get(at + ahead)) : Optional.empty();
  }

  Token next() throws Refusal {
    if (atEnd()) {
      throw Refusal.of("42601", "syntax error at end of input");
    }
    return tokens.get(at++);
  }

  /** Whether these words come next. */
  boolean sees(String... words) {
    for (int i = 0; i < words.length; i++) {
      int ahead = i;
      if (peek(i).filter(token -> token.is(words[ahead])).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Takes these words if they come next. */
  boolean takes(String... words) {
    if (!sees(words)) {
      return false;
    }
    at += words.length;
    return true;
  }

  void expect(String... words) throws Refusal {
    if (!takes(words)) {
      throw near();
    }
  }

  Refusal near() {
    return peek()
        .map(token -> Refusal.syntax(token.text()))
        .orElse(Refusal.of("42601", "syntax error at end of input"));
  }

  void end() throws Refusal {
    if (!atEnd()) {
      throw near();
    }
  }

  String name() throws Refusal {
    Token token = next();
    if (!token.isName()) {
      at--;
      throw near();
    }
    return token.name();
  }

  /** A name with its schema, if given, as PostgreSQL shall read it. */
  String qualifiedName() throws Refusal {
    String first = Literals.identifier(name());
    return takes(".") ? first + "." + Literals.identifier(name()) : first;
  }

  /** Names in brackets. */
  List<String> names() throws Refusal {
    expect("(");
    List<String> names = new ArrayList<>();
    for (List<Token> piece : pieces(untilClosing())) {
      Sql name = new Sql(piece);
      names.add(name.name());
      name.end();
    }
    return names;
  }

  /** Everything up to the bracket that closes the one just taken, without it. */
  List<Token> untilClosing() throws Refusal {
    List<Token> inside = new ArrayList<>();
    for (int depth = 1; ; ) {
      Token token = next();
      if (token.is("(")) {
        depth++;
      } else if (token.is(")") && --depth == 0) {
        return inside;
      }
      inside.add(token);
    }
  }

  /** Everything up to one of these words that stands in no bracket and in no CASE, or the end. */
  List<Token> until(String... words) throws Refusal {
    List<Token> taken = new ArrayList<>();
    int depth = 0;
    while (!atEnd()) {
      if (depth == 0 && Arrays.stream(words).anyMatch(this::sees)) {
        break;
      }
      Token token = next();
      depth += token.is("(") || token.is("CASE") ? 1 : token.is(")") || token.is("END") ? -1 : 0;
      taken.add(token);
    }
    return taken;
  }

  /** How many tokens are still to be read. */
  int left() {
    return tokens.size() - at;
  }

  /** As many tokens as that, at least none. */
  List<Token> take(int count) {
    List<Token> taken = tokens.subList(at, at + Math.max(0, count));
    at += taken.size();
    return taken;
  }

  List<Token> rest() {
    List<Token> rest = tokens.subList(at, tokens.size());
    at = tokens.size();
    return rest;
  }

  /** The pieces between commas that stand in no bracket. */
  static List<List<Token>> pieces(List<Token> tokens) {
    List<List<Token>> pieces = new ArrayList<>();
    List<Token> current = new ArrayList<>();
    int depth = 0;
    for (Token token : tokens) {
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      if (depth == 0 && token.is(",")) {
        pieces.add(current);
        current = new ArrayList<>();
      } else {
        current.add(token);
      }
    }
    pieces.add(current);
    return pieces;
  }
}
