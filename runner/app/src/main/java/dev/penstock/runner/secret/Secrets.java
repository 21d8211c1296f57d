package dev.penstock.runner.secret;

import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Secrets below a directory, {@code <secret>/<key>}. Read when they are asked for and not kept: a
 * rotated one is seen by the next session.
 */
public final class Secrets {
  private final Path directory;

  public Secrets(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  /**
   * {@return the value of a key, without a line break at its end}
   *
   * @param connection that needs it, for the message
   * @throws ConfigurationException of {@link Reason#SECRET_MISSING}
   */
  public String value(String connection, String secret, String key) {
    Path file =
        file(secret, key)
            .orElseThrow(() ->
                new ConfigurationException(
                    Reason.SECRET_MISSING,
                    "Secret %s of connection %s has no key %s".formatted(secret, connection, key),
                    "Create Secret %s with the key %s in the pipeline's namespace"
                        .formatted(secret, key)));
    try {
      return Files.readString(file).replaceFirst("\\R\\z", "");
    } catch (IOException e) {
      throw new ConfigurationException(
          Reason.SECRET_MISSING,
          "Key %s of Secret %s of connection %s can not be read".formatted(key, secret, connection),
          "Let the runner's user read the mounted file, as UTF-8 text",
          e);
    }
  }

  /** {@return the file of a key, for drivers that want a path; empty: there is none} */
  public Optional<Path> file(String secret, String key) {
    Path file = directory.resolve(secret).resolve(key).normalize();
    // A name that leaves its place is no name of a Secret.
    boolean inside =
        file.startsWith(directory) && file.getNameCount() == directory.getNameCount() + 2;
    return inside && Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }
}
