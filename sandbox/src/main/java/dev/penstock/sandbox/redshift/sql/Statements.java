package dev.penstock.sandbox.redshift.sql;

import java.util.ArrayList;
import java.util.List;

/** Several statements in one text. */
public final class Statements {
  private Statements() {}

  /** The statements between the semicolons; what can't be cut is left whole, to be refused. */
  public static List<String> split(String sql) {
    List<Token> tokens;
    try {
      tokens = Tokenizer.tokens(sql);
    } catch (Refusal e) {
      return List.of(sql);
    }
    List<String> statements = new ArrayList<>();
    List<Token> current = new ArrayList<>();
    for (Token token : tokens) {
      if (token.is(";")) {
        addTo(statements, current);
        current.clear();
      } else {
        current.add(token);
      }
    }
    addTo(statements, current);
    return statements;
  }

  private static void addTo(List<String> statements, List<Token> tokens) {
    if (!tokens.isEmpty()) {
      statements.add(Sql.text(tokens));
    }
  }
}
