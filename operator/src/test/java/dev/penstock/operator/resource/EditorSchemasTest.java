package dev.penstock.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.api.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EditorSchemasTest {
  private static final Path EXAMPLES = Manifests.directory();

  /** The files of whole resources: a patch is a part of one, a template is no YAML. */
  static Stream<Path> examples() throws IOException {
    try (var files = Files.walk(EXAMPLES)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !EXAMPLES.relativize(file).toString().contains("templates/"))
          .filter(file -> !isPatch(file))
          .filter(file -> !ours(file).isEmpty())
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleNamesTheSchemaThatAnEditorReads(Path file) throws IOException {
    var kinds = ours(file).stream().map(resource -> resource.path("kind").asText()).distinct();
    assertThat(kinds.map(EditorSchemas::file))
        .as("one line speaks for the whole file")
        .singleElement()
        .satisfies(schema ->
            assertThat(Files.readAllLines(file).getFirst())
                .isEqualTo(
                    "# yaml-language-server: $schema="
                        + file.getParent().relativize(EditorSchemas.FOLDER.resolve(schema))));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleMeetsItsSchema(Path file) {
    assertThat(ours(file))
        .allSatisfy(resource -> assertThat(EditorSchemas.findings(resource)).isEmpty());
  }

  @Test
  void allFoldersOfTheExamplesAreSeen() throws IOException {
    assertThat(examples().map(file -> EXAMPLES.relativize(file).toString()))
        .contains(
            "orders.yaml",
            "connections.yaml",
            "gitops/base/orders.yaml",
            "gitops/overlays/prod/connections.yaml");
  }

  @Test
  void everyFieldOfAPodMeetsIt() {
    var file = EXAMPLES.resolveSibling("crds/src/test/resources/every-pod-field.yaml");
    assertThat(EditorSchemas.findings(Manifests.read(file).documents().getFirst())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /spec | schedul | "15 * * * *" | schedul
          /spec/targets/0 | mode | Merge | mode
          /spec/targets/0 | partitionBy | [a] | partitionBy
          /spec | backoffLimit | 101 | backoffLimit
          /spec/store | connection | 7 | connection
          /spec/scratch | size | much | size
          /metadata | name | 7 | name
          """)
  void whatIsWrongIsUnderlined(String where, String field, String value, String named) {
    var pipeline = Manifests.read(EXAMPLES.resolve("orders.yaml")).documents().getFirst();
    ((ObjectNode) pipeline.at(where)).set(field, Manifests.value(value));
    assertThat(EditorSchemas.findings(pipeline))
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding).contains(named));
  }

  @Test
  void whatIsMissingIsTold() {
    var pipeline = Manifests.read(EXAMPLES.resolve("orders.yaml")).documents().getFirst();
    ((ObjectNode) pipeline.path("spec")).remove("targets");
    assertThat(EditorSchemas.findings(pipeline))
        .singleElement()
        .satisfies(finding -> assertThat(finding).contains("targets"));
  }

  private static List<JsonNode> ours(Path file) {
    return Manifests.read(file).documents().stream()
        .filter(document -> document.path("apiVersion").asText().startsWith("penstock.dev/"))
        .toList();
  }

  private static boolean isPatch(Path file) {
    var kustomization = file.resolveSibling("kustomization.yaml");
    return Files.exists(kustomization)
        && Manifests.read(kustomization)
            .documents()
            .getFirst()
            .path("patches")
            .findValuesAsText("path")
            .contains(String.valueOf(file.getFileName()));
  }
}
