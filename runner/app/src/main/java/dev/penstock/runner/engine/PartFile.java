package dev.penstock.runner.engine;

import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Takes the figures of a file that the engine has closed. */
final class PartFile {
  private static final int CHUNK = 1024 * 1024;

  private PartFile() {}

  /**
   * {@return the file with its checksum}
   *
   * @param directory of its partition; empty: none
   * @param bytes as the engine counted them: a file of another size is not what it wrote
   */
  static SealedPart sealed(Path file, String directory, long bytes, long rows) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] chunk = new byte[CHUNK];
      long read = 0;
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        digest.update(chunk, 0, n);
        read += n;
      }
      if (read != bytes) {
        throw new InternalException(
            Reason.COUNT_MISMATCH,
            "Part %s has %d bytes, the engine wrote %d".formatted(file.getFileName(), read, bytes),
            "Report this with its log");
      }
      return new SealedPart(
          file, directory, bytes, rows, HexFormat.of().formatHex(digest.digest()));
    } catch (IOException e) {
      throw EngineErrors.scratch(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
