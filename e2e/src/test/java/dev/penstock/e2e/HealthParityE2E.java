package dev.penstock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of the operator's HealthLuaTest, by Argo CD's own Lua: both must say the same. */
class HealthParityE2E {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @Test
  void argoCdGivesEachStatusTheHealthThatTheTableSays() throws Exception {
    Overrides argo = Overrides.build();
    List<String> wrong = new ArrayList<>();

    JsonNode table = YAML.readTree(Overrides.EXPECTED.resolve("health.yaml").toFile());
    for (JsonNode line : table) {
      String strict = line.path("strict").asText(line.path("health").asText());
      compare(argo, line, "argocd-cm.yaml", line.path("health").asText(), wrong);
      compare(argo, line, "argocd-cm-strict.yaml", strict, wrong);
    }

    assertThat(table.size()).isGreaterThan(20);
    assertThat(wrong).isEmpty();
  }

  private static void compare(
      Overrides argo, JsonNode line, String settings, String health, List<String> wrong)
      throws IOException, InterruptedException {
    String fixture = line.path("fixture").asText();
    String said = argo.command("health", settings, fixture).run();
    if (!said.contains("STATUS: " + health + "\n")
        || !said.contains("MESSAGE: " + line.path("message").asText())) {
      wrong.add("%s by %s: %s".formatted(fixture, settings, said));
    }
  }
}
