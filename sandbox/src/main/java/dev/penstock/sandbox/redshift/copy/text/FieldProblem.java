package dev.penstock.sandbox.redshift.copy.text;

/** A field that its column doesn't take. */
public final class FieldProblem extends Exception {
  private final int code;
  private final String reason;

  /**
   * Says why.
   *
   * @param code of Redshift's load error reference
   */
  FieldProblem(int code, String reason) {
    super(reason);
    this.code = code;
    this.reason = reason;
  }

  public int code() {
    return code;
  }

  public String reason() {
    return reason;
  }
}
