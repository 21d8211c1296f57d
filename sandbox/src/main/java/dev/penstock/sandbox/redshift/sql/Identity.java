package dev.penstock.sandbox.redshift.sql;

import java.util.List;

/** The numbers of an IDENTITY column. */
final class Identity {
  /** Redshift's numbers have gaps, so nobody must find any without: every seventh is given out. */
  private static final long STRIDE = 7;

  private Identity() {}

  /**
   * PostgreSQL's clause for it.
   *
   * @param kind ALWAYS or BY DEFAULT
   * @param arguments the first number, and by how much each next one differs
   */
  static String generated(String kind, List<List<Token>> arguments) throws Refusal {
    if (arguments.size() != 2) {
      throw Refusal.syntax("identity");
    }
    long step = number(arguments.get(1));
    if (step == 0) {
      throw Refusal.of("22023", "INCREMENT must not be zero");
    }
    return " GENERATED %s AS IDENTITY (START WITH %d INCREMENT BY %d)"
        .formatted(kind, number(arguments.get(0)), step * STRIDE);
  }

  private static long number(List<Token> argument) throws Refusal {
    String text = Sql.text(argument).replace(" ", "");
    if (!text.matches("-?[0-9]{1,15}")) {
      throw Refusal.syntax(text);
    }
    return Long.parseLong(text);
  }
}
