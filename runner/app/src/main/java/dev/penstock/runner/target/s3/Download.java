package dev.penstock.runner.target.s3;

import dev.penstock.runner.commit.Bucket.Downloaded;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** An object on its way to a file, a buffer at a time. */
final class Download {
  private static final int BUFFER = 64 << 10;

  private Download() {}

  /**
   * Writes all of the object, closes it, and {@return its size and digest}.
   *
   * @param described names object, bucket and connection
   */
  static Downloaded of(ResponseInputStream<GetObjectResponse> object, Path file, String described) {
    var digest = sha256();
    long bytes = 0;
    try (object;
        var out = Files.newOutputStream(file)) {
      var buffer = new byte[BUFFER];
      for (int count = read(object, buffer, described);
          count >= 0;
          count = read(object, buffer, described)) {
        digest.update(buffer, 0, count);
        out.write(buffer, 0, count);
        bytes += count;
      }
    } catch (IOException e) {
      throw new TransientException(
          Reason.SCRATCH_FULL,
          "%s could not be written to scratch".formatted(described),
          "Raise spec.scratch.size if the log says that no space is left",
          e);
    }
    if (bytes != object.response().contentLength()) {
      throw brokeOff(described, null);
    }
    return new Downloaded(bytes, HexFormat.of().formatHex(digest.digest()));
  }

  private static int read(
      ResponseInputStream<GetObjectResponse> object, byte[] buffer, String described) {
    try {
      return object.read(buffer);
    } catch (IOException e) {
      object.abort();
      throw brokeOff(described, e);
    }
  }

  private static TransientException brokeOff(String described, @Nullable Throwable cause) {
    return new TransientException(
        Reason.STORE_UNAVAILABLE,
        "%s broke off on its way".formatted(described),
        "The run is repeated; look at the health of the store if this stays",
        cause);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
