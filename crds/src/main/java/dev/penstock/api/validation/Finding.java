package dev.penstock.api.validation;

/**
 * One thing that is wrong.
 *
 * @param path as {@code spec.sources[0].table.name}
 * @param message one sentence that names the object
 * @param nextStep one sentence that says what to do
 */
public record Finding(String path, Reason reason, String message, String nextStep) {

  /** {@return path, message and next step on one line, as every part of Penstock prints it} */
  public String line() {
    return path + ": " + message + ". " + nextStep + ".";
  }

  /** Why a finding was made; shown in CamelCase by {@link #toString}. */
  public enum Reason {
    REQUIRED("Required"),
    INVALID("Invalid"),
    DUPLICATE("Duplicate"),
    NOT_FOUND("NotFound"),
    NOT_ALLOWED("NotAllowed"),
    NOT_SUPPORTED("NotSupported");

    private final String shown;

    Reason(String shown) {
      this.shown = shown;
    }

    @Override
    public String toString() {
      return shown;
    }
  }
}
