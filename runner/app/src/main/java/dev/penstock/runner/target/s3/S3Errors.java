package dev.penstock.runner.target.s3;

import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.util.Set;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the SDK throws becomes ours, by status code. */
final class S3Errors {
  private static final Set<String> UNKNOWN_KEYS =
      Set.of("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken");

  private S3Errors() {}

  static PenstockException translate(
      String connection, String bucket, String act, SdkException cause) {
    var failed = "Bucket %s of connection %s: can't %s".formatted(bucket, connection, act);
    if (cause instanceof S3Exception e) {
      var code = code(e);
      var said = "%s (%d%s)".formatted(failed, e.statusCode(), code.isEmpty() ? "" : ", " + code);
      // A completion whose reply was lost is refused when it is repeated; a slow body is no fault.
      if ("NoSuchUpload".equals(code) || "RequestTimeout".equals(code)) {
        return unavailable(said, e);
      }
      if ("RequestTimeTooSkewed".equals(code)) {
        return new TransientException(
            Reason.CLOCK_WRONG, said, "Set the clock of this node, or of the store", e);
      }
      if (e.statusCode() == 401 || UNKNOWN_KEYS.contains(code)) {
        return new ConfigurationException(
            Reason.AUTHENTICATION_FAILED, said, "Correct the keys in the Secret", e);
      }
      return switch (e.statusCode()) {
        // A request without a body is answered without a code, so it may be the keys, too.
        case 403 ->
            new ConfigurationException(
                Reason.PERMISSION_DENIED,
                said,
                "Correct the keys of the connection, or allow them to list, read, put and delete"
                    + " there",
                e);
        case 404 ->
            new ConfigurationException(
                Reason.BUCKET_NOT_FOUND, said, "Create the bucket or correct its name", e);
        case 301, 307, 400, 405, 411, 501 ->
            new ConfigurationException(
                Reason.STORE_NOT_SUPPORTED,
                said,
                "Correct region, endpoint and pathStyle of the connection",
                e);
        default -> unavailable(said, e);
      };
    }
    if (cause instanceof AbortedException || Thread.currentThread().isInterrupted()) {
      return new TransientException(
          Reason.CANCELLED, failed + ", cancelled", "Run it again", cause);
    }
    return unavailable(failed + ", no reply", cause);
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
