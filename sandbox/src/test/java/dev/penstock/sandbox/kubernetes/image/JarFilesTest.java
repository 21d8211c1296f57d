package dev.penstock.sandbox.kubernetes.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarFilesTest {
  @TempDir Path images;

  @Test
  void ownJarsAndThoseOfOthersGoToDifferentLayers() throws Exception {
    var own = Files.createFile(images.resolve("penstock-crds-0.1.0.jar"));
    var other = Files.createFile(images.resolve("jackson-core-2.22.0.jar"));

    var files = JarFiles.of(List.of(other, own), images);

    assertThat(files.own()).containsExactly(own);
    assertThat(files.dependencies()).containsExactly(other);
    assertThat(files.natives()).isEmpty();
  }

  @Test
  void theLibraryOfDuckDbLiesBesideAJarThatHasNone() throws Exception {
    var code = DuckDBDriver.class.getProtectionDomain().getCodeSource().getLocation();
    var jar = Path.of(code.toURI());

    var files = JarFiles.of(List.of(jar), images);

    var library = files.natives().orElseThrow();
    assertThat(library).hasFileName("libduckdb_java.so");
    assertThat(library.toFile()).hasBinaryContent(libraryIn(jar));
    var stripped = files.dependencies().getFirst();
    assertThat(stripped).hasFileName(jar.getFileName().toString());
    try (var zip = new ZipFile(stripped.toFile())) {
      assertThat(zip.getEntry("org/duckdb/DuckDBDriver.class")).isNotNull();
      assertThat(zip.stream().map(entry -> entry.getName()))
          .noneMatch(name -> name.startsWith("libduckdb_java"));
    }
  }

  private static byte[] libraryIn(Path jar) throws Exception {
    try (var zip = new ZipFile(jar.toFile())) {
      var entry = zip.getEntry("libduckdb_java.so_linux_" + JarFiles.architecture());
      return zip.getInputStream(entry).readAllBytes();
    }
  }
}
