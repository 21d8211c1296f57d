package dev.penstock.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What {@code kubectl explain}, an editor and the reference say of a field is enough to use it. */
class DescriptionsTest {
  private static final List<Field> FIELDS = fields();

  /** A field of a resource, and whether it has to be written. */
  private record Field(String path, JsonNode schema, boolean required) {
    String name() {
      return path.substring(path.lastIndexOf('.') + 1).replace("[]", "");
    }

    String description() {
      return schema.path("description").asText();
    }

    boolean isOf(String part) {
      return path.contains("." + part + ".");
    }
  }

  @Test
  void aTextBeginsWithTheNameOfItsField() {
    assertThat(FIELDS)
        .hasSizeGreaterThan(200)
        .allSatisfy(
            field -> assertThat(field.description()).as(field.path()).startsWith(field.name()));
  }

  @Test
  void aFieldIsRequiredOrSaysWhatItsAbsenceMeans() {
    assertThat(FIELDS.stream().filter(field -> !field.required()).map(DescriptionsTest::silent))
        .containsOnly("");
  }

  @Test
  void aNumberOfASpecIsBoundedOnBothSides() {
    assertThat(FIELDS)
        .filteredOn(field -> field.isOf("spec"))
        .filteredOn(field -> field.schema().path("type").asText().equals("integer"))
        .hasSizeGreaterThan(15)
        .allSatisfy(field -> {
          assertThat(field.schema().has("minimum")).as(field.path()).isTrue();
          assertThat(field.schema().has("maximum")).as(field.path()).isTrue();
        });
  }

  @Test
  void aFieldOfSecondsSaysSo() {
    assertThat(FIELDS)
        .filteredOn(field -> field.isOf("spec") && field.name().endsWith("Seconds"))
        .hasSize(3)
        .allSatisfy(field ->
            assertThat(field.description() + field.name().toLowerCase(Locale.ROOT))
                .as(field.path())
                .contains("seconds"));
  }

  /** A text with a form of its own: how it is written is shown by an example. */
  @Test
  void aDurationAnInstantAndATimeOfStatusShowHowTheyAreWritten() {
    assertThat(FIELDS)
        .filteredOn(field -> List.of("freshness", "overlap", "settle").contains(field.name()))
        .hasSize(3)
        .allSatisfy(field ->
            assertThat(field.description()).as(field.path()).containsPattern("as [0-9]+[smh]"));
    assertThat(FIELDS)
        .filteredOn(field -> List.of("start", "end", "watermark").contains(field.name()))
        .filteredOn(field -> field.isOf("spec"))
        .hasSize(3)
        .allSatisfy(
            field -> assertThat(field.description()).as(field.path()).contains("as 2026-03-0"));
    assertThat(FIELDS)
        .filteredOn(field -> field.isOf("status") && field.name().endsWith("Time"))
        .hasSizeGreaterThan(5)
        .allSatisfy(
            field -> assertThat(field.description()).as(field.path()).contains("(RFC 3339)"));
  }

  @Test
  void aListOfASpecSaysHowManyItMayHold() {
    assertThat(FIELDS)
        .filteredOn(field -> field.isOf("spec"))
        .filteredOn(field -> field.schema().path("items").path("type").asText().equals("object"))
        .hasSizeGreaterThan(10)
        .allSatisfy(field ->
            assertThat(field.description())
                .as(field.path())
                .contains(" to " + field.schema().path("maxItems").asInt()));
  }

  private static String silent(Field field) {
    return field.description().contains(" None: ") ? "" : field.path() + ": " + field.description();
  }

  private static List<Field> fields() {
    var fields = new ArrayList<Field>();
    CrdManifests.trees()
        .forEach((plural, crd) -> {
          var top = crd.at("/spec/versions/0/schema/openAPIV3Schema/properties");
          top.properties()
              .forEach(part -> add(plural + "." + part.getKey(), part.getValue(), fields));
        });
    return List.copyOf(fields);
  }

  private static void add(String path, JsonNode schema, List<Field> fields) {
    var holder = schema.has("items") ? schema.path("items") : schema;
    holder
        .path("properties")
        .properties()
        .forEach(property -> {
          var required =
              holder.path("required").toString().contains("\"" + property.getKey() + "\"");
          var list = property.getValue().has("items") ? "[]" : "";
          var name = path + "." + property.getKey() + list;
          fields.add(new Field(name, property.getValue(), required));
          add(name, property.getValue(), fields);
        });
  }
}
