package dev.penstock.runner.cli;

import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/** A directory of one command, deleted with everything in it when the command ends. */
record Scratch(Path path) implements AutoCloseable {
  /**
   * Makes one.
   *
   * @param parent where; empty: in the system's directory for such things
   */
  static Scratch below(Optional<Path> parent) {
    try {
      if (parent.isPresent()) {
        Files.createDirectories(parent.get());
        return new Scratch(Files.createTempDirectory(parent.get(), "penstock-"));
      }
      return new Scratch(Files.createTempDirectory("penstock-"));
    } catch (IOException e) {
      throw new TransientException(
          Reason.SCRATCH_FULL,
          "No directory can be made in %s"
              .formatted(parent.map(Path::toString).orElse("the directory for temporary files")),
          "Raise spec.scratch.size if the log says that no space is left",
          e);
    }
  }

  @Override
  public void close() {
    try (var files = Files.walk(path)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // A temporary directory that stays is no reason to fail a command.
    }
  }
}
