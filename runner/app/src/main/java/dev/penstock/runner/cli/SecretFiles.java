package dev.penstock.runner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/** Secrets of manifests as a pod would see them: a directory for each, a file for each key. */
final class SecretFiles {
  private SecretFiles() {}

  /**
   * Lays them out below a directory that only this user can enter, beside what is mounted.
   *
   * @param mounted secrets that are files already; one of a manifest wins over one of its name
   */
  static Path layOut(Path scratch, Map<String, Map<String, byte[]>> secrets, Optional<Path> mounted)
      throws IOException {
    if (secrets.isEmpty() && mounted.isPresent()) {
      return mounted.get();
    }
    var root =
        Files.createDirectory(
            scratch.resolve("secrets"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    for (var secret : secrets.entrySet()) {
      var directory = Files.createDirectory(root.resolve(Path.of(secret.getKey()).getFileName()));
      for (var value : secret.getValue().entrySet()) {
        Files.write(directory.resolve(Path.of(value.getKey()).getFileName()), value.getValue());
      }
    }
    if (mounted.isPresent() && Files.isDirectory(mounted.get())) {
      try (var names = Files.list(mounted.get())) {
        for (var directory : names.filter(Files::isDirectory).toList()) {
          var link = root.resolve(directory.getFileName());
          if (!Files.exists(link)) {
            Files.createSymbolicLink(link, directory.toAbsolutePath());
          }
        }
      }
    }
    return root;
  }
}
