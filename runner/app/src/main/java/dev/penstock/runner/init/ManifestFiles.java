package dev.penstock.runner.init;

import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Files that come into being together, or not at all.
 *
 * @param directory made when it is missing
 * @param texts by name of the file
 * @param force whether files that are there are overwritten
 */
public record ManifestFiles(Path directory, SortedMap<String, String> texts, boolean force) {
  public ManifestFiles {
    texts = new TreeMap<>(texts);
  }

  /**
   * Writes all, as UTF-8.
   *
   * @param judge sees them in a directory of their own first; what it throws is thrown, and nothing
   *     was written
   * @throws ConfigurationException for a file that is there, and for what can not be written
   */
  public void write(Consumer<Path> judge) {
    refuseWhatIsThere();
    boolean made = !Files.exists(directory);
    boolean written = false;
    try {
      Files.createDirectories(directory);
      var staged = Files.createTempDirectory(directory, ".penstock-init-");
      try {
        for (Map.Entry<String, String> text : texts.entrySet()) {
          Files.writeString(staged.resolve(text.getKey()), text.getValue());
        }
        judge.accept(staged);
        var aside = Files.createTempDirectory(directory, ".penstock-init-old-");
        try {
          move(staged, aside);
        } finally {
          // Where an old file could not be put back, its copy stays.
          discard(aside);
        }
        written = true;
      } finally {
        delete(staged);
      }
    } catch (IOException e) {
      throw unwritable(e);
    } finally {
      if (made && !written) {
        discard(directory);
      }
    }
  }

  private void refuseWhatIsThere() {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw refused("%s is no directory".formatted(directory), "Name a directory with --output");
    }
    var there = texts.keySet().stream().map(directory::resolve).filter(Files::exists).toList();
    for (var file : there) {
      if (!Files.isRegularFile(file)) {
        throw refused("%s is no file".formatted(file), "Name another directory with --output");
      }
    }
    if (!there.isEmpty() && !force) {
      throw refused(
          "%s is there already%s; nothing was written"
              .formatted(
                  there.getFirst(),
                  there.size() == 1 ? "" : ", and %d more".formatted(there.size() - 1)),
          "Name another directory with --output, leave the table out with --except, tell the tables of"
              + " another database apart with --prefix, or overwrite with --force");
    }
  }

  private void move(Path staged, Path aside) throws IOException {
    List<Path> moved = new ArrayList<>();
    try {
      for (var name : texts.keySet()) {
        var file = directory.resolve(name);
        if (force && Files.exists(file)) {
          Files.copy(file, aside.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
          Files.move(staged.resolve(name), file, StandardCopyOption.REPLACE_EXISTING);
        } else {
          Files.move(staged.resolve(name), file);
          moved.add(file);
        }
      }
    } catch (IOException e) {
      moved.forEach(ManifestFiles::discard);
      putBack(aside, e);
      throw e;
    }
    for (var name : texts.keySet()) {
      discard(aside.resolve(name));
    }
  }

  private void putBack(Path aside, IOException cause) throws IOException {
    for (var name : texts.keySet()) {
      var old = aside.resolve(name);
      try {
        if (Files.exists(old)) {
          Files.move(old, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
      } catch (IOException e) {
        cause.addSuppressed(e);
        throw new IOException("files as they were lie in %s".formatted(aside), cause);
      }
    }
  }

  private static void delete(Path staged) throws IOException {
    try (var files = Files.list(staged)) {
      files.forEach(ManifestFiles::discard);
    }
    discard(staged);
  }

  private static void discard(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // What stays is in nobody's way: hidden, or an empty directory.
    }
  }

  private ConfigurationException unwritable(IOException e) {
    return new ConfigurationException(
        Reason.INVALID_SPEC,
        "Manifests can not be written to %s: %s".formatted(directory, e.getMessage()),
        "Name a directory with --output that this user may write",
        e);
  }

  private static ConfigurationException refused(String message, String next) {
    return new ConfigurationException(Reason.INVALID_SPEC, message, next);
  }
}
