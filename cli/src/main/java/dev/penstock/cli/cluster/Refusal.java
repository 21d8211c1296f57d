package dev.penstock.cli.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** A verb can not do what it was asked to: one sentence that names the object, one what to do. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY = 429;

  private final Exit exit;

  /**
   * @param what is the matter, in a sentence
   * @param nextStep in a sentence
   */
  public Refusal(Exit exit, String what, String nextStep) {
    super(what + " " + nextStep);
    this.exit = exit;
  }

  private Refusal(Exit exit, String what, String nextStep, Throwable cause) {
    this(exit, what, nextStep);
    initCause(cause);
  }

  /**
   * {@return the refusal behind an answer of the API server, or behind none}
   *
   * @param act that failed, with its object, as "Runs of namespace shop can not be read"
   * @param server where it was asked
   */
  static Refusal of(String act, String server, KubernetesClientException answer) {
    var said = answer.getStatus() == null ? answer.getMessage() : answer.getStatus().getMessage();
    var what = "%s on %s: %s.".formatted(act, server, bare(String.valueOf(said)));
    // Below zero where no answer came at all.
    return switch (Math.max(0, answer.getCode())) {
      case 0 ->
          new Refusal(
              Exit.UNAVAILABLE,
              what,
              "Check the kubeconfig, --context, and that the cluster is up.",
              answer);
      case UNAUTHORIZED, FORBIDDEN ->
          new Refusal(
              Exit.FORBIDDEN,
              what,
              "Ask for the role of a pipeline author in that namespace.",
              answer);
      case NOT_FOUND ->
          new Refusal(
              Exit.NOT_FOUND,
              what,
              "Check the namespace, and that the CRDs of crds/manifests are installed.",
              answer);
      case REQUEST_TIMEOUT, CONFLICT, TOO_MANY ->
          new Refusal(Exit.UNAVAILABLE, what, "Try again.", answer);
      default ->
          answer.getCode() < 500
              ? new Refusal(Exit.REFUSED, what, "Correct what it says.", answer)
              : new Refusal(Exit.UNAVAILABLE, what, "Try again.", answer);
    };
  }

  /** {@return whether the API server did not let this user do it} */
  static boolean forbids(KubernetesClientException answer) {
    return answer.getCode() == UNAUTHORIZED || answer.getCode() == FORBIDDEN;
  }

  private static String bare(String text) {
    return text.strip().replaceFirst("[.]+$", "");
  }

  /** {@return how the process ends} */
  public Exit exit() {
    return exit;
  }
}
