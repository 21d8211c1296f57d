package dev.penstock.api.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.api.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The CRDs of this checkout against those of each release, which are kept for ever. */
class ReleasesTest {
  private static final Path CURRENT = Manifests.directory().resolveSibling("crds/manifests");

  static Stream<Path> released() throws IOException {
    var releases = CURRENT.resolve("../src/test/resources/releases").normalize();
    try (var files = Files.walk(releases)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("released")
  void everyResourceOfAReleaseIsStillTaken(Path file) {
    var current = CURRENT.resolve(Objects.requireNonNull(file.getFileName()).toString());
    assertThat(current).as("a kind once served stays").exists();
    assertThat(Narrowing.between(crd(file), crd(current)))
        .as("%s against %s", current.getFileName(), file.getParent().getFileName())
        .isEmpty();
  }

  @Test
  void theFirstReleaseHasAllItsKinds() throws IOException {
    assertThat(released().map(file -> file.getParent().getFileName() + "/" + file.getFileName()))
        .containsAll(
            List.of(
                "0.1.0/penstock.dev_etlconnections.yaml",
                "0.1.0/penstock.dev_etlpipelines.yaml",
                "0.1.0/penstock.dev_etlruns.yaml"));
  }

  /** The comparison sees the fields of the real thing, not only those of an example. */
  @Test
  void aFieldThatIsTakenOutOfTheRealCrdIsFound() {
    var file = CURRENT.resolve("penstock.dev_etlpipelines.yaml");
    var less = crd(file);
    var sources =
        (ObjectNode)
            less.at(
                "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/sources/items/properties/table/properties");
    sources.remove("where");
    assertThat(Narrowing.between(crd(file), less))
        .containsExactly("v1alpha1.spec.sources[].table: where is gone");
  }

  private static JsonNode crd(Path file) {
    return Manifests.read(file).documents().getFirst();
  }
}
