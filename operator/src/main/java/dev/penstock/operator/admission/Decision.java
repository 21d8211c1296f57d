package dev.penstock.operator.admission;

/** What admission says about a Job. */
public sealed interface Decision {
  /** It may start now, or has started. */
  record Admit() implements Decision {}

  /**
   * It waits.
   *
   * @param reason in CamelCase
   * @param message one sentence that names what it waits for, one that says what to do
   */
  record Wait(String reason, String message) implements Decision {
    public Wait(AdmissionReason reason, String message) {
      this(reason.toString(), message);
    }
  }
}
