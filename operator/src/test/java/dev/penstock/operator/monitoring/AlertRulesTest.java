package dev.penstock.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.operator.monitoring.AlertRules.Alert;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class AlertRulesTest {
  private static final Path RUNBOOKS = AlertRules.HOME.resolve("docs/runbooks");
  private static final List<String> HEADINGS =
      List.of(
          "## What it means",
          "## How to see it",
          "## Likely causes",
          "## What to do",
          "## What not to do");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

  private final List<Alert> alerts = all();

  @Test
  void eachAlertHasARunbookThatAnswersTheSameQuestions() throws IOException {
    for (var alert : alerts) {
      assertThat(alert.runbook()).isEqualTo("docs/runbooks/%s.md", alert.name());
      var page = RUNBOOKS.resolve(alert.name() + ".md");
      assertThat(page).exists();
      var text = Files.readString(page);
      assertThat(text).as(alert.name()).startsWith("# " + alert.name() + "\n");
      assertThat(text.lines().filter(line -> line.startsWith("## ")).toList())
          .as(alert.name())
          .isEqualTo(HEADINGS);
      assertThat(text).as("the page links the test of its alert").contains(test(alert));
    }
  }

  @Test
  void eachLinkOfARunbookLeadsSomewhere() throws IOException {
    try (var pages = Files.list(RUNBOOKS)) {
      for (var page : pages.toList()) {
        LINK.matcher(Files.readString(page))
            .results()
            .forEach(
                link -> assertThat(RUNBOOKS.resolve(link.group(1))).as(page.toString()).exists());
      }
    }
  }

  @Test
  void noRunbookAndNoTestIsOfAnAlertThatIsGone() throws IOException {
    var names = new TreeSet<>(alerts.stream().map(Alert::name).toList());
    assertThat(names(RUNBOOKS, ".md")).containsExactlyElementsOf(with(names, "README"));
    assertThat(names(AlertRules.TESTS, ".yaml")).containsExactlyElementsOf(names);
  }

  @Test
  void eachTestHasAMomentWithTheAlertAndOneWithout() throws IOException {
    for (var alert : alerts) {
      var tests = AlertRules.yaml(AlertRules.TESTS.resolve(alert.name() + ".yaml")).path("tests");
      var moments =
          StreamSupport.stream(tests.spliterator(), false)
              .flatMap(
                  test -> StreamSupport.stream(test.path("alert_rule_test").spliterator(), false))
              .toList();
      assertThat(moments)
          .as(alert.name())
          .allMatch(moment -> moment.path("alertname").asText().equals(alert.name()))
          .anyMatch(moment -> moment.path("exp_alerts").isEmpty())
          .anyMatch(moment -> !moment.path("exp_alerts").isEmpty());
    }
  }

  @Test
  void eachExpressionAsksForWhatTheReferenceNamesAndEndsWithItsThreshold() throws IOException {
    var known = new KnownNames(MetricsPage.read(AlertRules.HOME));
    for (var alert : alerts) {
      known.assertKnows(alert.query());
      assertThat(alert.query()).matches("(?s).* (>|>=|<) [0-9.]+");
      assertThat(alert.severity()).isIn("critical", "warning", "info");
    }
  }

  @Test
  void theSchemaOfTheValuesNamesExactlyTheAlerts() throws IOException {
    var schema =
        AlertRules.yaml(AlertRules.HOME.resolve("charts/penstock/values.schema.json"))
            .at("/properties/monitoring/properties/rules/properties/alerts/patternProperties");
    var names = alerts.stream().map(alert -> alert.name().replaceFirst("^Penstock", "")).toList();
    assertThat(schema.fieldNames())
        .toIterable()
        .containsExactly("^Penstock(%s)$".formatted(String.join("|", names)));
  }

  private static String test(Alert alert) {
    return "(../../operator/src/test/resources/rules/%s.yaml)".formatted(alert.name());
  }

  private static TreeSet<String> with(TreeSet<String> names, String more) {
    var all = new TreeSet<>(names);
    all.add(more);
    return all;
  }

  private static TreeSet<String> names(Path folder, String ending) throws IOException {
    var names = new TreeSet<String>();
    try (var files = Files.list(folder)) {
      files.forEach(file -> names.add(file.getFileName().toString().replace(ending, "")));
    }
    return names;
  }

  private static List<Alert> all() {
    try {
      return AlertRules.all();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
