package dev.penstock.sandbox.redshift.sql;

/** A statement that isn't run: Redshift refuses it too, or the stand-in doesn't know it. */
public final class Refusal extends Exception {
  private final String sqlState;
  private final String words;

  private Refusal(String sqlState, String message) {
    super(message);
    this.sqlState = sqlState;
    this.words = message;
  }

  /** Redshift has no such thing. */
  public static Refusal unsupported(String what) {
    return new Refusal("0A000", what + " is not supported by Redshift");
  }

  /** Redshift may have it; nobody has taught it to the stand-in. */
  public static Refusal unknown(String what) {
    return new Refusal("0A000", what + " is not known to the stand-in");
  }

  static Refusal of(String sqlState, String message) {
    return new Refusal(sqlState, message);
  }

  static Refusal syntax(String near) {
    return new Refusal("42601", "syntax error at or near \"%s\"".formatted(near));
  }

  /** The message as the client gets it. */
  public String words() {
    return words;
  }

  public String sqlState() {
    return sqlState;
  }
}
