package dev.penstock.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class DashboardsTest {
  private static final Path FOLDER = AlertRules.HOME.resolve("charts/penstock/dashboards");
  private static final boolean WRITE = Boolean.getBoolean("penstock.dashboards.write");

  @Test
  void theCommittedFilesAreTheGeneratedOnes() throws IOException {
    var names = new HashSet<String>();
    for (var dashboard : Dashboards.all()) {
      var file = FOLDER.resolve(dashboard.file() + ".json");
      var text = DashboardJson.of(dashboard);
      if (WRITE) {
        Files.createDirectories(FOLDER);
        Files.writeString(file, text);
      }
      assertThat(file).as("run again with -Dpenstock.dashboards.write=true").hasContent(text);
      names.add(file.getFileName().toString());
    }
    try (var files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(names);
    }
  }

  @Test
  void eachQueryAsksForWhatTheReferenceNames() throws IOException {
    var known = new KnownNames(MetricsPage.read(AlertRules.HOME));
    assertThat(Dashboards.queries("shop", "orders")).isNotEmpty().allSatisfy(known::assertKnows);
  }

  @Test
  void eachDashboardIsPicturedWithEachOfItsPanelsAndThePageShowsIt() throws IOException {
    var page = Files.readString(AlertRules.HOME.resolve("docs/monitoring.md"));
    for (var dashboard : Dashboards.all()) {
      var image = "images/%s.svg".formatted(dashboard.file().replace("penstock-", "dashboard-"));
      assertThat(page).contains("](" + image + ")");
      var svg = Files.readString(AlertRules.HOME.resolve("docs").resolve(image));
      for (var panel : dashboard.panels()) {
        assertThat(svg)
            .as("run MetricsIT again with -Dpenstock.pictures.write=true")
            .contains(">" + panel.title() + "<");
      }
    }
  }

  @Test
  void eachChoiceIsOfALabelThatIsThere() throws IOException {
    var page = MetricsPage.read(AlertRules.HOME);
    for (var dashboard : Dashboards.all()) {
      for (var choice : dashboard.choices()) {
        assertThat(choice.query())
            .matches(
                "label_values\\(penstock_pipeline_consecutive_failures.*, %s\\)"
                    .formatted(choice.name()));
        assertThat(page.labelsOf("penstock_pipeline_consecutive_failures").orElseThrow())
            .contains(choice.name());
      }
      for (var panel : dashboard.panels()) {
        assertThat(panel.about()).as(panel.title()).endsWith(".");
      }
    }
  }

  @Test
  void whatIsAskedNamesNoChoiceThatThePageDoesNotOffer() {
    for (var dashboard : Dashboards.all()) {
      for (var panel : dashboard.panels()) {
        for (var query : panel.queries()) {
          var rest = query.text().replace("$__rate_interval", "");
          for (var choice : dashboard.choices()) {
            rest = rest.replace("$" + choice.name(), "");
          }
          assertThat(rest).as(panel.title()).doesNotContain("$");
        }
      }
    }
  }
}
