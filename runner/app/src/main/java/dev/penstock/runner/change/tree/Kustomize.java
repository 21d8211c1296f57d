package dev.penstock.runner.change.tree;

import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Renders overlays by the kustomize of this machine, alone or in kubectl. */
final class Kustomize {
  private final Optional<Program> program;
  private final Path scratch;

  /**
   * @param path the PATH of the machine
   * @param scratch an existing directory, for what is rendered
   */
  Kustomize(String path, Path scratch) {
    this.program =
        Program.find(path, "kustomize", "build")
            .or(() -> Program.find(path, "kubectl", "kustomize"));
    this.scratch = scratch;
  }

  /**
   * {@return a file of what a folder renders to}
   *
   * @param root by which messages name the folder
   */
  Path rendered(Path root, Path folder) throws InterruptedException {
    var shown = root.equals(folder) ? "." : root.relativize(folder).toString();
    var found =
        program.orElseThrow(() ->
            new ConfigurationException(
                Reason.INVALID_SPEC,
                "Folder %s is an overlay of kustomize, and neither kustomize nor kubectl is on the PATH"
                    .formatted(shown),
                "Install kustomize, or pass a folder with a subfolder of rendered manifests per environment"));
    var said = found.run(folder, scratch, "", ".");
    if (said.code() != 0) {
      throw new ConfigurationException(
          Reason.INVALID_SPEC,
          "kustomize refuses folder %s: %s".formatted(shown, said.err()),
          "Correct it; what it names must lie below the folder that is read (--path)");
    }
    try {
      // Messages name the file.
      var named =
          Files.createDirectories(
                  scratch.resolve("rendered").resolve(String.valueOf(folder.hashCode())))
              .resolve(shown.replace('/', '_') + ".yaml");
      return Files.move(said.out(), named, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new ConfigurationException(
          Reason.INVALID_SPEC,
          "What kustomize made of folder %s can not be kept".formatted(shown),
          "See that the directory for temporary files has room",
          e);
    }
  }
}
