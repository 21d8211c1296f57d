package dev.penstock.runner.identity;

import dev.penstock.api.model.Connection.Iam;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What AWS answers when it is asked for credentials becomes ours, by code and status. */
record IdentityErrors(String connection, Iam iam) {
  private static final Set<String> THROTTLED =
      Set.of(
          "Throttling", "ThrottlingException", "RequestLimitExceeded", "TooManyRequestsException");
  private static final Set<String> EXPIRED =
      Set.of("ExpiredToken", "ExpiredTokenException", "IDPCommunicationError");
  private static final Set<String> UNKNOWN =
      Set.of(
          "InvalidClientTokenId",
          "UnrecognizedClientException",
          "SignatureDoesNotMatch",
          "IncompleteSignature",
          "InvalidIdentityToken",
          "IDPRejectedClaim");
  private static final Set<String> NOT_THERE =
      Set.of("ClusterNotFound", "ClusterNotFoundFault", "ResourceNotFoundException");

  /** {@return who speaks, for messages} */
  String who() {
    return iam.roleArn().map(arn -> "role " + arn).orElse("the pod's own identity");
  }

  /** {@return the failure of STS, or of the pod's own identity} */
  PenstockException ofSts(SdkException e) {
    return e instanceof AwsServiceException said
        ? refused("STS", said.statusCode(), code(said), trust(), e)
        : unavailable("STS gives no credentials, no reply", e);
  }

  /**
   * {@return the failure of an API}
   *
   * @param permit what to do where it says that the identity may not
   */
  PenstockException of(String api, int status, String code, String permit) {
    return refused(api, status, code, permit, null);
  }

  TransientException unavailable(String what, @Nullable Throwable cause) {
    var said = "Connection %s, %s: %s".formatted(connection, who(), what);
    var next = "The run is repeated; look at the network from pods to AWS if this stays";
    return cause == null
        ? new TransientException(Reason.CONNECTION_FAILED, said, next)
        : new TransientException(Reason.CONNECTION_FAILED, said, next, cause);
  }

  /** {@return that the pod has no identity at all} */
  ConfigurationException nobody(Throwable cause) {
    return new ConfigurationException(
        Reason.SECRET_MISSING,
        "Connection %s has iam and the pod has no AWS identity".formatted(connection),
        "Give the service account of spec.pod a role, by its annotation or a pod identity"
            + " association",
        cause);
  }

  private String trust() {
    return iam.roleArn().isPresent()
        ? "Let the role's trust policy name the identity of the pod (and the externalId, where one"
            + " is demanded), and allow that identity sts:AssumeRole on the role"
        : "Let the role's trust policy name the service account of the pod";
  }

  private PenstockException refused(
      String api, int status, String code, String permit, @Nullable Throwable cause) {
    var what =
        "%s gives no credentials (%d%s)".formatted(api, status, code.isEmpty() ? "" : ", " + code);
    if (status == 429 || status >= 500 || THROTTLED.contains(code) || EXPIRED.contains(code)) {
      return unavailable(what, cause);
    }
    var said = "Connection %s, %s: %s".formatted(connection, who(), what);
    if ("RequestExpired".equals(code)) {
      return new TransientException(Reason.CLOCK_WRONG, said, "Set the clock of this node");
    }
    if (UNKNOWN.contains(code)) {
      return wrong(Reason.AUTHENTICATION_FAILED, said, "Correct the identity of the pod", cause);
    }
    if (NOT_THERE.contains(code)) {
      return wrong(
          Reason.DATABASE_NOT_FOUND,
          said,
          "Correct cluster, workgroup and region of spec.redshift",
          cause);
    }
    if (status == 403 || code.startsWith("AccessDenied")) {
      return wrong(Reason.PERMISSION_DENIED, said, permit, cause);
    }
    return wrong(
        Reason.INVALID_SPEC, said, "Correct spec.credentials.iam of the connection", cause);
  }

  private static ConfigurationException wrong(
      Reason reason, String said, String next, @Nullable Throwable cause) {
    return cause == null
        ? new ConfigurationException(reason, said, next)
        : new ConfigurationException(reason, said, next, cause);
  }

  private static String code(AwsServiceException e) {
    var details = e.awsErrorDetails();
    return details == null || details.errorCode() == null ? "" : details.errorCode();
  }
}
