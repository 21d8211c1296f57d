package dev.penstock.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.penstock.operator.chart.Helm;
import dev.penstock.operator.monitoring.AlertRules.Alert;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.KubernetesTools;
import dev.penstock.sandbox.kubernetes.Machine;
import dev.penstock.sandbox.kubernetes.PrometheusTools;
import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The alerts, tested by Prometheus' own tool. */
class PromtoolIT {
  private static Path promtool;

  @BeforeAll
  static void find() throws IOException, InterruptedException {
    var lacks = PrometheusTools.lacks(Machine.inspect());
    assumeTrue(lacks.isEmpty(), lacks::toString);
    promtool = PrometheusTools.promtool(SandboxHome.userCache(), System.out::println);
  }

  static Stream<String> alerts() throws IOException {
    return AlertRules.all().stream().map(Alert::name);
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void anAlertIsThereWhenItShouldBeAndNotOtherwise(String alert) throws Exception {
    var file = AlertRules.TESTS.resolve(alert + ".yaml");
    assertThat(promtool("test", "rules", file.toString())).contains("SUCCESS");
  }

  @Test
  void aTestThatExpectsSomethingElseFails(@TempDir Path folder) throws Exception {
    var text = Files.readString(AlertRules.TESTS.resolve("PenstockNoLeader.yaml"));
    var changed = folder.resolve("test.yaml");
    Files.writeString(
        changed,
        text.replaceAll("rule_files: .*", "rule_files: [%s]".formatted(AlertRules.file()))
            .replace("severity: critical", "severity: info"));
    assertThatThrownBy(() -> promtool("test", "rules", changed.toString()))
        .hasMessageContaining("PenstockNoLeader");
  }

  @Test
  void aDashboardCountsTheFirstRunThatEndsWithAReason(@TempDir Path folder) throws Exception {
    var asked =
        Files.readString(
                AlertRules.HOME.resolve(
                    "operator/src/test/resources/dashboards/runs-that-ended.yaml"))
            .replace("QUERY", Dashboards.RUNS);
    var test = Files.writeString(folder.resolve("test.yaml"), asked);
    assertThat(promtool("test", "rules", test.toString())).contains("SUCCESS");
    var plain =
        asked.replace(Dashboards.RUNS, "sum by (result) (increase(penstock_runs_total[1h]))");
    Files.writeString(test, plain);
    assertThatThrownBy(() -> promtool("test", "rules", test.toString()))
        .as("what it misses otherwise")
        .hasMessageContaining("Failed");
  }

  @Test
  void theFileOfTheChartIsInOrder() throws Exception {
    assertThat(promtool("check", "rules", "--lint-fatal", AlertRules.file().toString()))
        .contains("SUCCESS: %d rules found".formatted(AlertRules.all().size()));
  }

  @Test
  void whatTheChartMakesOfItIsInOrderAndAsTheValuesSay(@TempDir Path folder) throws Exception {
    var helm =
        new Helm(
            KubernetesTools.build(
                    SandboxHome.userCache(), ClusterLevel.CONTROL_PLANE, System.out::println)
                .helm(),
            AlertRules.HOME);
    var rendered =
        helm.template(
            "--show-only",
            "templates/rules.yaml",
            "--set",
            "monitoring.rules.enabled=true,monitoring.rules.alerts.PenstockNoLeader.enabled=false",
            "--set",
            "monitoring.rules.alerts.PenstockRunLong.threshold=4.5"
                + ",monitoring.rules.alerts.PenstockRunLong.for=30m"
                + ",monitoring.rules.alerts.PenstockRunLong.severity=info"
                + ",monitoring.rules.runbooks=https://git.example.com/runbooks/");
    var yaml = new ObjectMapper(new YAMLFactory());
    var rules = folder.resolve("rules.yaml");
    yaml.writeValue(rules.toFile(), yaml.readTree(rendered).path("spec"));
    assertThat(promtool("check", "rules", "--lint-fatal", rules.toString()))
        .contains("SUCCESS: %d rules found".formatted(AlertRules.all().size() - 1));
    assertThat(rendered)
        .doesNotContain("PenstockNoLeader")
        .containsPattern("(?s)alert: PenstockRunLong.* > 4\\.5\n +for: 30m")
        .containsPattern("(?s)PenstockRunLong\\.md\n.*severity: info")
        .contains("runbook_url: https://git.example.com/runbooks/PenstockRunLong.md\n")
        .contains("{{ $labels.pipeline }}");
  }

  private static String promtool(String... words) throws IOException, InterruptedException {
    return Command.of(promtool.toString()).and(words).run();
  }
}
