package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.operator.monitoring.AlertRules;
import dev.penstock.operator.monitoring.Answers;
import dev.penstock.operator.monitoring.DashboardPicture;
import dev.penstock.operator.monitoring.Dashboards;
import dev.penstock.operator.monitoring.MetricsPage;
import dev.penstock.operator.monitoring.PrometheusServer;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.kubernetes.Machine;
import dev.penstock.sandbox.kubernetes.PrometheusTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scrape of an operator that has done something finds, and what Prometheus makes of it. */
class MetricsIT {
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\w+) (\\w+)");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^(\\w+)(?:\\{(.*)})? \\S+$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

  private static final boolean WRITE = Boolean.getBoolean("penstock.pictures.write");

  @TempDir private static Path pictured;

  private static Measured measured;

  @BeforeAll
  static void start() throws Exception {
    if (TestCluster.possible()) {
      measured = Measured.start();
    }
  }

  @BeforeEach
  void needsAControlPlane() {
    TestCluster.assumePossible();
  }

  @AfterAll
  static void stop() throws IOException {
    try (var world = measured) {}
  }

  @Test
  void aScrapeFindsWhatHappened() {
    soon()
        .untilAsserted(() ->
            assertThat(measured.scrape())
                .contains(
                    "penstock_runs_total{reason=\"SecretMissing\",result=\"Failed\"} 1.0",
                    "penstock_runs_total{reason=\"Committed\",result=\"Succeeded\"} 1.0",
                    "penstock_run_duration_seconds_count{result=\"Succeeded\"} 1",
                    "penstock_committed_rows_total 15000.0",
                    "penstock_committed_bytes_total 4096.0",
                    "penstock_leader 1.0",
                    "penstock_build_info{version=",
                    "penstock_api_requests_total{code=\"201\",resource=\"jobs\",verb=\"POST\"}",
                    "penstock_api_requests_total{code=\"403\",resource=\"configmaps\",verb=\"PATCH\"}",
                    "reconciliations_failure_total{controller_name=\"pipelines\"}",
                    "reconciliations_queue{controller_name=\"runs\"} 0.0"));
  }

  @Test
  void aScrapeShowsPipelinesAndRunsAsTheyAre() {
    var orders = "{namespace=\"measured\",pipeline=\"orders\"} ";
    soon()
        .untilAsserted(() ->
            assertThat(measured.scrape())
                .contains(
                    "penstock_pipelines{condition=\"Ready\",status=\"True\"} 2.0",
                    "penstock_pipelines{condition=\"LastRunSucceeded\",status=\"False\"} 1.0",
                    "penstock_pipelines{condition=\"Fresh\",status=\"True\"} 1.0",
                    "penstock_pipelines{condition=\"Fresh\",status=\"None\"} 1.0",
                    "penstock_active_runs{state=\"Running\"} 1.0",
                    "penstock_active_runs{state=\"Queued\"} 1.0",
                    "penstock_queued_runs{reason=\"PipelineBusy\"} 1.0",
                    "penstock_pipeline_consecutive_failures" + orders + "1.0",
                    "penstock_pipeline_last_success_rows" + orders + "15000.0",
                    "penstock_pipeline_freshness_seconds" + orders + "10800.0",
                    "penstock_target_commits_behind{namespace=\"measured\",pipeline=\"orders\",target=\"orders\"} 0.0"));
  }

  /** The process's own (memory, threads, CPU) are Micrometer's and documented there. */
  @Test
  void namesAndLabelsAreThoseOfTheReference() throws Exception {
    var text = measured.scrape();
    var shown = shown(text);
    shown.keySet().removeIf(name -> name.matches("(jvm|process|system)_.*"));
    assertThat(shown).isEqualTo(MetricsPage.read(TestCluster.home()).labels());
    assertThat(text.lines().filter(line -> line.contains("measured")))
        .as("a name of a resource stands only where the reference says so")
        .allMatch(line -> line.matches("penstock_(pipeline|target)_.*"));
  }

  @Test
  void everyQueryOfADashboardReturnsDataAndEveryAlertIsEvaluated(@TempDir Path folder)
      throws Exception {
    var lacks = PrometheusTools.lacks(Machine.inspect());
    assumeTrue(lacks.isEmpty(), lacks::toString);
    var program = PrometheusTools.prometheus(SandboxHome.userCache(), System.out::println);
    try (var prometheus =
        PrometheusServer.start(program, folder, AlertRules.file(), measured.port())) {
      soon().until(prometheus::ready);
      soon()
          .untilAsserted(() -> {
            for (var pipeline : Set.of("orders", "customers")) {
              for (var query : Dashboards.queries("measured", pipeline)) {
                if (Measured.has(pipeline, query)) {
                  assertThat(prometheus.ask(query)).as(query).isNotEmpty();
                }
              }
            }
          });
      soon().untilAsserted(() -> assertThat(prometheus.rules()).allSatisfy(MetricsIT::evaluated));
      assertThat(alerts(prometheus))
          .containsExactlyInAnyOrder(
              "PenstockPipelineFailed measured/orders", "PenstockSlotsMissed measured/orders");
    }
  }

  /** With penstock.pictures.write=true the operator gets work for minutes, and docs/images them. */
  @Test
  void eachDashboardCanBeDrawnFromTheAnswers() throws Exception {
    var lacks = PrometheusTools.lacks(Machine.inspect());
    assumeTrue(lacks.isEmpty(), lacks::toString);
    var program = PrometheusTools.prometheus(SandboxHome.userCache(), System.out::println);
    var images = TestCluster.home().resolve("docs/images");
    var from = Instant.now();
    try (var prometheus =
        PrometheusServer.start(program, pictured, AlertRules.file(), measured.port())) {
      soon().until(prometheus::ready);
      if (WRITE) {
        measured.isBusy(Duration.ofMinutes(Integer.getInteger("penstock.pictures.minutes", 12)));
      }
      soon().until(() -> !prometheus.ask("penstock_build_info").isEmpty());
      var range = new Answers.Range(from.getEpochSecond(), Instant.now().getEpochSecond());
      var chosen = Map.of("namespace", WRITE ? "shop" : "measured", "pipeline", "orders");
      var picture = new DashboardPicture(prometheus.answers(range), range, chosen);
      for (var dashboard : Dashboards.files()) {
        var svg = picture.svg(dashboard);
        assertThat(Dashboards.titles(dashboard)).isNotEmpty().allMatch(svg::contains);
        if (WRITE) {
          Files.writeString(
              images.resolve("dashboard-%s.svg".formatted(dashboard.replace("penstock-", ""))),
              svg);
        }
      }
    }
  }

  private static void evaluated(JsonNode group) {
    assertThat(group.path("rules"))
        .isNotEmpty()
        .allSatisfy(rule -> assertThat(rule.path("health").asText()).isEqualTo("ok"));
  }

  private static Set<String> alerts(PrometheusServer prometheus) throws Exception {
    var names = new TreeSet<String>();
    for (var alert : prometheus.alerts()) {
      var labels = alert.path("labels");
      names.add(
          "%s %s/%s"
              .formatted(
                  labels.path("alertname").asText(),
                  labels.path("namespace").asText(),
                  labels.path("pipeline").asText()));
    }
    return names;
  }

  /** By the name of the TYPE line; those of a histogram are one. */
  private static Map<String, Set<String>> shown(String text) {
    var labels = new TreeMap<String, Set<String>>();
    var histograms = new TreeSet<String>();
    TYPE.matcher(text)
        .results()
        .forEach(type -> {
          labels.put(type.group(1), new TreeSet<>());
          if (type.group(2).equals("histogram")) {
            histograms.add(type.group(1));
          }
        });
    SAMPLE
        .matcher(text)
        .results()
        .forEach(sample -> {
          var whole = sample.group(1).replaceFirst("_(bucket|sum|count)$", "");
          var name = histograms.contains(whole) ? whole : sample.group(1);
          LABEL
              .matcher(sample.group(2) == null ? "" : sample.group(2))
              .results()
              .forEach(label ->
                  labels.computeIfAbsent(name, any -> new TreeSet<>()).add(label.group(1)));
        });
    return labels;
  }
}
