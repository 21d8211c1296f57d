package dev.penstock.operator.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The alerts of the chart. */
public final class AlertRules {
  static final Path HOME = Path.of("").toAbsolutePath().getParent();
  static final Path TESTS = HOME.resolve("operator/src/test/resources/rules");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private AlertRules() {}

  /** One of them. */
  record Alert(String name, String query, String severity, String runbook) {}

  /** {@return the file that chart, promtool and Prometheus read} */
  public static Path file() {
    return HOME.resolve("charts/penstock/rules/penstock.yaml");
  }

  static List<Alert> all() throws IOException {
    var alerts = new ArrayList<Alert>();
    for (var group : yaml(file()).path("groups")) {
      for (var rule : group.path("rules")) {
        alerts.add(
            new Alert(
                rule.path("alert").asText(),
                rule.path("expr").asText(),
                rule.at("/labels/severity").asText(),
                rule.at("/annotations/runbook").asText()));
      }
    }
    return List.copyOf(alerts);
  }

  static JsonNode yaml(Path file) throws IOException {
    return YAML.readTree(file.toFile());
  }
}
