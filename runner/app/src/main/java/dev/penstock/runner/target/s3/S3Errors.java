package dev.penstock.runner.target.s3;

import dev.penstock.api.model.Connection;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the SDK throws becomes ours, by status code. */
record S3Errors(Connection.S3 connection) {
  private static final Set<String> UNKNOWN_KEYS =
      Set.of("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken");
  private static final Set<String> DAMAGED =
      Set.of("BadDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch");

  /** {@return whether the content of a request arrived as another one} */
  static boolean damaged(S3Exception e) {
    return DAMAGED.contains(code(e));
  }

  /** {@return whether an upload in pieces is not there: it was completed, or aborted} */
  static boolean uploadUnknown(S3Exception e) {
    return "NoSuchUpload".equals(code(e));
  }

  /** {@return whether the store could not prove who it is} */
  static boolean untrusted(SdkException cause) {
    return Stream.<Throwable>iterate(cause, e -> e != null, Throwable::getCause)
        .anyMatch(
            e -> e instanceof GeneralSecurityException || e instanceof SSLPeerUnverifiedException);
  }

  PenstockException translate(String act, SdkException cause) {
    var failed =
        "Bucket %s of connection %s: can't %s"
            .formatted(connection.bucket(), connection.name(), act);
    if (cause instanceof S3Exception e) {
      return refused(failed, e);
    }
    if (cause instanceof AbortedException || Thread.currentThread().isInterrupted()) {
      return new TransientException(
          Reason.CANCELLED, failed + ", cancelled", "Run it again", cause);
    }
    if (untrusted(cause)) {
      return new ConfigurationException(
          Reason.CERTIFICATE_REFUSED,
          failed + ", the store's certificate can not be verified",
          "Put the issuer's certificate as ca.crt into %s, or correct spec.s3.endpoint"
              .formatted(
                  connection
                      .secret()
                      .map(secret -> "Secret " + secret)
                      .orElse("a Secret that spec.credentials names")),
          cause);
    }
    return unavailable(failed + ", no reply", cause);
  }

  private PenstockException refused(String failed, S3Exception e) {
    var code = code(e);
    var said = "%s (%d%s)".formatted(failed, e.statusCode(), code.isEmpty() ? "" : ", " + code);
    // A completion whose reply was lost is refused when it is repeated; a slow body is no fault.
    if (uploadUnknown(e) || damaged(e) || "RequestTimeout".equals(code)) {
      return unavailable(said, e);
    }
    // They are renewed before, so the clocks differ, or a reply took long: the next are fresh.
    if ("ExpiredToken".equals(code)) {
      return unavailable(said, e);
    }
    if ("RequestTimeTooSkewed".equals(code)) {
      return new TransientException(
          Reason.CLOCK_WRONG, said, "Set the clock of this node, or of the store", e);
    }
    if (code.startsWith("KMS.")) {
      return new ConfigurationException(
          Reason.PERMISSION_DENIED,
          said,
          "Enable the key of KMS that the bucket or spec.s3.encryption names, or name another",
          e);
    }
    if (e.statusCode() == 401 || UNKNOWN_KEYS.contains(code)) {
      return new ConfigurationException(
          Reason.AUTHENTICATION_FAILED,
          said,
          connection.iam().isPresent()
              ? "Look whether the store knows credentials of STS, or name a Secret with its keys"
              : "Correct the keys in the Secret",
          e);
    }
    return switch (e.statusCode()) {
      // A request without a body is answered without a code, so it may be the keys, too.
      case 403 -> new ConfigurationException(Reason.PERMISSION_DENIED, said, allow(), e);
      case 404 ->
          new ConfigurationException(
              Reason.BUCKET_NOT_FOUND, said, "Create the bucket or correct its name", e);
      case 301, 307, 400, 405, 411, 501 ->
          new ConfigurationException(
              Reason.STORE_NOT_SUPPORTED,
              said,
              "Correct region, endpoint, pathStyle, checksums and encryption of the connection",
              e);
      default -> unavailable(said, e);
    };
  }

  private String allow() {
    var here =
        connection
            .iam()
            .map(iam ->
                "Allow %s to list, read, put and delete there"
                    .formatted(
                        iam.roleArn().map(arn -> "role " + arn).orElse("the pod's own identity")))
            .orElse(
                "Correct the keys of the connection, or allow them to list, read, put and delete there");
    return connection.encryption().orElse(null) instanceof Connection.Encryption.Kms
        ? here + ", and kms:GenerateDataKey and kms:Decrypt on the key of spec.s3.encryption"
        : here;
  }

  /** Empty where the reply had none: to a HEAD, or from a balancer in front of the store. */
  private static String code(S3Exception e) {
    var details = e.awsErrorDetails();
    return details == null || details.errorCode() == null ? "" : details.errorCode();
  }

  private static TransientException unavailable(String said, Throwable cause) {
    return new TransientException(
        Reason.STORE_UNAVAILABLE,
        said,
        "The run is repeated; look at the health of the store if this stays",
        cause);
  }
}
