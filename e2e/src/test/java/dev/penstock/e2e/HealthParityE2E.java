package dev.penstock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.kubernetes.GitOpsTools;
import dev.penstock.sandbox.kubernetes.Machine;
import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The table of the operator's HealthLuaTest, by Argo CD's own Lua: both must say the same. */
class HealthParityE2E {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path HOME = Path.of(System.getProperty("penstock.home"));
  private static final Path TABLE = HOME.resolve("operator/src/test/resources/gitops");

  @Test
  void argoCdGivesEachStatusTheHealthThatTheTableSays() throws Exception {
    List<String> lacks = GitOpsTools.lacks(Machine.inspect());
    Assumptions.assumeTrue(lacks.isEmpty(), () -> "Argo CD needs " + String.join(", ", lacks));
    GitOpsTools tools = GitOpsTools.build(SandboxHome.userCache(), System.out::println);
    List<String> wrong = new ArrayList<>();

    JsonNode table = YAML.readTree(TABLE.resolve("health.yaml").toFile());
    for (JsonNode line : table) {
      String strict = line.path("strict").asText(line.path("health").asText());
      compare(tools, line, "argocd-cm.yaml", line.path("health").asText(), wrong);
      compare(tools, line, "argocd-cm-strict.yaml", strict, wrong);
    }

    assertThat(table.size()).isGreaterThan(20);
    assertThat(wrong).isEmpty();
  }

  private static void compare(
      GitOpsTools tools, JsonNode line, String settings, String health, List<String> wrong)
      throws IOException, InterruptedException {
    String fixture = line.path("fixture").asText();
    String said =
        Command.of(tools.argocd().toString(), "admin", "settings", "resource-overrides", "health")
            .and(TABLE.resolve("status").resolve(fixture + ".yaml").toString())
            .and("--argocd-cm-path")
            .and(HOME.resolve("examples/gitops/argocd").resolve(settings).toString())
            .run();
    if (!said.contains("STATUS: " + health + "\n")
        || !said.contains("MESSAGE: " + line.path("message").asText())) {
      wrong.add("%s by %s: %s".formatted(fixture, settings, said));
    }
  }
}
