package dev.penstock.sandbox.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The product as a checkout holds it once it is built: jars, CRDs, chart, examples. */
public record Product(Path home) {
  public List<Path> runnerJars() throws IOException {
    return jars(runnerFolder());
  }

  public List<Path> operatorJars() throws IOException {
    return jars(operatorFolder());
  }

  /** {@return the folder that holds the runner's jars and no others} */
  public Path runnerFolder() throws IOException {
    return built("runner/app");
  }

  /** {@return the folder that holds the operator's jars and no others} */
  public Path operatorFolder() throws IOException {
    return built("operator");
  }

  /** {@return the folder that holds the jars of the verbs against a cluster and no others} */
  Path cliFolder() throws IOException {
    return built("cli");
  }

  public Path crds() {
    return home.resolve("crds/manifests");
  }

  public Path chart() {
    return home.resolve("charts/penstock");
  }

  /** {@return the chart of the definitions in {@link #crds}} */
  public Path crdChart() {
    return home.resolve("charts/penstock-crds");
  }

  public Path examples() {
    return home.resolve("examples");
  }

  private Path built(String module) throws IOException {
    Path lib = home.resolve(module).resolve("target/dist/lib");
    if (!Files.isDirectory(lib)) {
      throw new IOException(
          "%s isn't built; run `mvn -DskipTests package` in the checkout".formatted(module));
    }
    return lib;
  }

  private static List<Path> jars(Path lib) throws IOException {
    try (Stream<Path> files = Files.list(lib)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }
}
