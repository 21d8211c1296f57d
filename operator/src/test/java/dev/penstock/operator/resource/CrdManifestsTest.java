package dev.penstock.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CrdManifestsTest {
  private static final Path HOME = Path.of("").toAbsolutePath().getParent();
  private static final Map<String, ObjectNode> TREES = CrdManifests.trees();
  private static final boolean WRITE = Boolean.getBoolean("penstock.crds.write");

  /** Words that YAML 1.1 reads as booleans. */
  private static final Set<String> BOOLEANS = Set.of("on", "off", "yes", "no", "y", "n");

  @Test
  void theCommittedManifestsAreTheGeneratedOnes() throws Exception {
    for (var file : CrdManifests.files(TREES).entrySet()) {
      agree(HOME.resolve("crds/manifests").resolve(file.getKey()), file.getValue());
    }
  }

  @Test
  void theChartHoldsTheSameDefinitionsAndKeepsThem() throws Exception {
    for (var file : CrdManifests.files(TREES).entrySet()) {
      agree(
          HOME.resolve("charts/penstock-crds/templates").resolve(file.getKey()),
          CrdTemplate.of(file.getValue()));
    }
  }

  @Test
  void theCommittedReferenceIsTheGeneratedOne() throws Exception {
    agree(HOME.resolve("docs/reference/api.md"), ApiReference.page(TREES));
  }

  @Test
  void theCommittedSchemasOfEditorsAreTheGeneratedOnes() throws Exception {
    for (var file : EditorSchemas.files(TREES).entrySet()) {
      agree(EditorSchemas.FOLDER.resolve(file.getKey()), file.getValue());
    }
  }

  @Test
  void everyFieldHasADescriptionThatEndsWithAFullStop() {
    fields()
        .forEach((path, schema) ->
            assertThat(schema.path("description").asText()).as(path).endsWith("."));
  }

  @Test
  void noFieldHasADefaultThatArgoCdWouldSeeAsDrift() {
    fields().forEach((path, schema) -> assertThat(schema.has("default")).as(path).isFalse());
  }

  @Test
  void everyListIsBoundedAndSaysHowItMerges() {
    fields()
        .forEach((path, schema) -> {
          if (schema.path("type").asText().equals("array")) {
            assertThat(schema.has("maxItems")).as(path + " is bounded").isTrue();
            assertThat(schema.path("x-kubernetes-list-type").asText())
                .as(path)
                .isIn("map", "atomic");
          }
        });
  }

  @Test
  void namedThingsMergeByNameAndConditionsByType() {
    for (var list : Set.of("parameters", "sources", "steps", "checks", "targets")) {
      assertThat(
              fields()
                  .get("etlpipelines.spec." + list)
                  .path("x-kubernetes-list-map-keys")
                  .toString())
          .isEqualTo("[\"name\"]");
    }
    assertThat(
            fields()
                .get("etlpipelines.status.conditions")
                .path("x-kubernetes-list-map-keys")
                .toString())
        .isEqualTo("[\"type\"]");
  }

  @Test
  void everyTextOfASpecIsBounded() {
    fields()
        .forEach((path, schema) -> {
          if (path.contains(".spec.") && schema.path("type").asText().equals("string")) {
            assertThat(schema.has("maxLength") || schema.has("enum")).as(path).isTrue();
          }
        });
  }

  @Test
  void noEnumOfASpecOffersUnknown() {
    fields()
        .forEach((path, schema) -> {
          if (path.contains(".spec.")) {
            assertThat(schema.path("enum").toString().toLowerCase())
                .as(path)
                .doesNotContain("unknown");
          }
        });
  }

  @Test
  void everyEnumOfASpecIsCamelCaseAndNoBooleanOfYaml() {
    fields()
        .forEach((path, schema) -> {
          if (path.contains(".spec.")) {
            schema
                .path("enum")
                .forEach(value ->
                    assertThat(value.asText())
                        .as(path)
                        .matches("[A-Z][A-Za-z0-9]+")
                        .matches(text -> !BOOLEANS.contains(text.toLowerCase(Locale.ROOT))));
          }
        });
  }

  @Test
  void everyFieldOfARecordIsInTheSchemaByItsNameOnTheWire() {
    assertThat(fields())
        .containsKeys(
            "etlpipelines.spec.parameters.default",
            "etlpipelines.spec.sources.query.sql",
            "etlpipelines.spec.sources.table.incremental.overlap",
            "etlpipelines.spec.checks.accepted.values",
            "etlpipelines.spec.targets.s3.partitionBy",
            "etlconnections.spec.allow.queries");
  }

  @Test
  void noNameIsABooleanOfYaml() {
    fields()
        .keySet()
        .forEach(path -> assertThat(path.substring(path.lastIndexOf('.') + 1)).isNotIn(BOOLEANS));
  }

  @Test
  void eachManifestIsFarBelowWhatAnAnnotationHolds() {
    CrdManifests.files(TREES)
        .forEach((name, text) -> assertThat(text.length()).as(name).isLessThan(200_000));
  }

  @Test
  void columnsStandInTheOrderPeopleReadThem() {
    assertThat(columns("etlpipelines"))
        .isEqualTo(
            "Schedule Suspend Ready Last-Run Result Rows Duration Next"
                + " (Reason Commit Failures Verified Fresh Active Waits-For Owner) Age");
    assertThat(columns("etlruns"))
        .isEqualTo(
            "Pipeline Trigger Result Reason Rows Duration"
                + " (Phase Read Expected Commit Attempts Job Windows Done) Age");
    assertThat(columns("etlconnections"))
        .isEqualTo(
            "Kind Reachable Used-By Runs Checked (Permitted Reason Postgres S3 Redshift) Age");
  }

  private static String columns(String plural) {
    var names = new StringBuilder();
    TREES
        .get(plural)
        .at("/spec/versions/0/additionalPrinterColumns")
        .forEach(column -> {
          var name = column.path("name").asText().replace(' ', '-');
          names.append((column.path("priority").asInt() > 0 ? "(%s) " : "%s ").formatted(name));
        });
    return names.toString().strip().replace(") (", " ");
  }

  private static Map<String, JsonNode> fields() {
    var fields = new LinkedHashMap<String, JsonNode>();
    TREES.forEach((plural, tree) ->
        collect(plural, tree.at("/spec/versions/0/schema/openAPIV3Schema"), fields));
    return fields;
  }

  private static void collect(String path, JsonNode schema, Map<String, JsonNode> fields) {
    var holder = schema.has("items") ? schema.path("items") : schema;
    holder
        .path("properties")
        .properties()
        .forEach(property -> {
          var name = path + "." + property.getKey();
          fields.put(name, property.getValue());
          collect(name, property.getValue(), fields);
        });
  }

  private static void agree(Path file, String text) throws Exception {
    if (WRITE) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    assertThat(file).as("run again with -Dpenstock.crds.write=true").hasContent(text);
  }
}
