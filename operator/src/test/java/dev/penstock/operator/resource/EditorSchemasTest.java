package dev.penstock.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.api.Manifests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EditorSchemasTest {
  private static final Path EXAMPLES = Manifests.directory();
  private static final String LINE = "# yaml-language-server: $schema=";

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
                    LINE + file.getParent().relativize(EditorSchemas.FOLDER.resolve(schema))));
  }

  @Test
  void everyLineLeadsToASchema() throws IOException {
    try (var files = Files.walk(EXAMPLES)) {
      var schemas =
          files
              .filter(file -> file.toString().endsWith(".yaml"))
              .flatMap(file ->
                  text(file)
                      .lines()
                      .filter(line -> line.startsWith(LINE))
                      .map(line -> file.resolveSibling(line.substring(LINE.length())).normalize()))
              .collect(Collectors.toSet());
      assertThat(schemas)
          .contains(EXAMPLES.resolve("gitops/helm/values.schema.json"))
          .allSatisfy(schema -> assertThat(schema).isRegularFile());
    }
  }

  /**
   * Nothing is without the line by accident: what is, is listed here, and says why if it is ours.
   */
  @Test
  void everyOtherFileIsOneThatASchemaOfOursDoesNotFit() throws IOException {
    try (var files = Files.walk(EXAMPLES)) {
      var without =
          files
              .filter(file -> file.toString().endsWith(".yaml"))
              .filter(file -> !text(file).startsWith(LINE))
              .map(EXAMPLES::relativize)
              .collect(Collectors.groupingBy(EditorSchemasTest::lineless, Collectors.toSet()));
      assertThat(without.keySet()).containsExactlyInAnyOrder(Lineless.values());
      assertThat(without.get(Lineless.PATCH)).hasSize(3);
      assertThat(without.get(Lineless.TEMPLATE)).hasSize(2);
      assertThat(Stream.of(Lineless.PATCH, Lineless.TEMPLATE).flatMap(e -> without.get(e).stream()))
          .allSatisfy(file ->
              assertThat(text(EXAMPLES.resolve(file)))
                  .contains("# No schema line for an editor: "));
      assertThat(without.get(Lineless.OF_OTHERS))
          .allSatisfy(file -> assertThat(ours(EXAMPLES.resolve(file))).isEmpty());
    }
  }

  /** Why a file has no line. */
  private enum Lineless {
    /** A part of a resource of ours. */
    PATCH,
    /** Of a chart: no YAML until it is rendered. */
    TEMPLATE,
    /** kustomize, Helm, Argo CD and CI: editors know the schemas of the first two by the name. */
    OF_OTHERS
  }

  private static Lineless lineless(Path file) {
    if (file.toString().contains("templates/")) {
      return Lineless.TEMPLATE;
    }
    return isPatch(EXAMPLES.resolve(file)) ? Lineless.PATCH : Lineless.OF_OTHERS;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
