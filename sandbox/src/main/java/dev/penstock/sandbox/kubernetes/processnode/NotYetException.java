package dev.penstock.sandbox.kubernetes.processnode;

/** A container can't start now and may later: something that it names is not there. */
final class NotYetException extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  /**
   * Waits for something.
   *
   * @param reason as a kubelet says it in the container's state
   * @param message one sentence that names what is missing
   */
  NotYetException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  static NotYetException missing(String what) {
    return new NotYetException("CreateContainerConfigError", what);
  }

  String reason() {
    return reason;
  }
}
