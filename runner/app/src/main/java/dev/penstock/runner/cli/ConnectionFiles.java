package dev.penstock.runner.cli;

import dev.penstock.runner.secret.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a command finds connections and their Secrets, without a pipeline. */
final class ConnectionFiles {
  @Option(
      names = {"-f", "--file"},
      required = true,
      parameterConsumer = PresentFiles.class,
      paramLabel = "FILE_OR_DIR",
      description = "Manifests: connections and Secrets; YAML, JSON or a List.")
  private List<Path> files = List.of();

  @Option(
      names = "--secrets",
      paramLabel = "DIR",
      description = "Secrets as a pod sees them: DIR/<secret>/<key>.")
  private @Nullable Path mounted;

  @Option(
      names = "--namespace",
      description = "Of resources that name none (PENSTOCK_NAMESPACE, else default).")
  private @Nullable String namespace;

  /** {@return the files, as they were named} */
  List<Path> named() {
    return files;
  }

  /** {@return the namespace of resources that name none} */
  String home(Environment environment) {
    return Optional.ofNullable(namespace).or(environment::namespace).orElse("default");
  }

  /** {@return the Secrets of manifests, laid out as a pod sees them} */
  Secrets secrets(Manifests manifests, Scratch scratch) {
    try {
      return new Secrets(
          SecretFiles.layOut(scratch.path(), manifests.secrets, Optional.ofNullable(mounted)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
