package dev.penstock.sandbox.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The product as a checkout holds it once it is built: jars, CRDs, chart, examples. */
public record Product(Path home) {
  public List<Path> runnerJars() throws IOException {
    return jars("runner/app");
  }

  public List<Path> operatorJars() throws IOException {
    return jars("operator");
  }

  public Path crds() {
    return home.resolve("crds/manifests");
  }

  public Path chart() {
    return home.resolve("charts/penstock");
  }

  public Path examples() {
    return home.resolve("examples");
  }

  private List<Path> jars(String module) throws IOException {
    Path lib = home.resolve(module).resolve("target/dist/lib");
    if (!Files.isDirectory(lib)) {
      throw new IOException(
          "%s isn't built; run `mvn -DskipTests package` in the checkout".formatted(module));
    }
    try (Stream<Path> files = Files.list(lib)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }
}
