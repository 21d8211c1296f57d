package dev.penstock.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ValuesTest {
  private static final Path HOME = Path.of("").toAbsolutePath().getParent();
  private static final Path CHART = HOME.resolve("charts/penstock");

  @Test
  void theCommittedReferenceIsTheGeneratedOne() throws IOException {
    var page = HOME.resolve("docs/reference/values.md");
    var text = new ValuesPage(Values.of(CHART)).text();
    if (Boolean.getBoolean("penstock.values.write")) {
      Files.writeString(page, text);
    }
    assertThat(page).as("run again with -Dpenstock.values.write=true").hasContent(text);
  }

  @Test
  void everyValueSaysWhatItMeans() throws IOException {
    assertThat(Values.of(CHART).entries())
        .filteredOn(entry -> !entry.isGroup())
        .hasSizeGreaterThan(40)
        .allSatisfy(entry -> assertThat(entry.comment()).as(entry.path()).matches("[A-Z].*[.]"));
  }

  @Test
  void everyValueIsInTheSchemaAndEveryPropertyHasADefault() throws IOException {
    var values = Values.of(CHART);
    assertThat(values.entries())
        .allSatisfy(entry -> assertThat(entry.takes().isMissingNode()).as(entry.path()).isFalse());
    assertThat(values.withoutDefault()).isEmpty();
  }

  @Test
  void noObjectOfTheSchemaTakesWhatItDoesNotName() throws IOException {
    for (var chart : new String[] {"penstock", "penstock-crds"}) {
      var schema =
          new ObjectMapper()
              .readTree(
                  HOME.resolve("charts").resolve(chart).resolve("values.schema.json").toFile());
      closed(chart, schema);
    }
  }

  private static void closed(String path, JsonNode node) {
    if (node.has("properties") && node.path("type").asText().equals("object")) {
      assertThat(node.path("additionalProperties").asText("open")).as(path).isEqualTo("false");
    }
    node.properties().forEach(child -> closed(path + "/" + child.getKey(), child.getValue()));
    for (var item : node) {
      if (node.isArray()) {
        closed(path, item);
      }
    }
  }
}
