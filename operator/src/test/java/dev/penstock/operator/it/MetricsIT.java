package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.RunState;
import dev.penstock.operator.Given;
import dev.penstock.operator.health.HealthServer;
import dev.penstock.operator.settings.Election;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a scrape of an operator that has done something finds. */
class MetricsIT {
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\w+) ");
  private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(\\w+)` \\|");

  private static TestCluster cluster;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    if (TestCluster.possible()) {
      cluster = TestCluster.start();
    }
  }

  @BeforeEach
  void needsAControlPlane() {
    TestCluster.assumePossible();
  }

  @AfterAll
  static void stop() throws IOException {
    try (var control = cluster) {}
  }

  @Test
  void aScrapeFindsWhatTheReferenceNamesAndNoNameOfAResource() throws Exception {
    var election =
        new Election(
            TestCluster.SYSTEM,
            "penstock-operator",
            "scraped",
            Duration.ofSeconds(60),
            Duration.ofSeconds(40),
            Duration.ofSeconds(1));
    var settings = TestOperator.settings(Optional.of(election));
    var forbidden = new Forbidden();
    try (var operator = TestOperator.start(cluster, settings, forbidden);
        var server =
            HealthServer.start(
                "127.0.0.1",
                0,
                operator.running()::live,
                operator.running()::ready,
                operator.metrics()::scrape);
        var http = HttpClient.newHttpClient()) {
      var team = Team.in(cluster.admin(), "measured");
      team.apply(Given.pipeline("orders"));
      // An event may come before the first retry, and take its place.
      soon()
          .untilAsserted(
              () -> assertThat(scrape(http, server)).contains("reconciliations_retries_total{"));
      forbidden.lift();
      team.ready(Given.pipeline("orders"));
      team.apply(Given.run("first", "orders"));
      team.podEnds(team.run("first", RunState.RUNNING).job(), 78, Story.REFUSED);
      team.run("first", RunState.FAILED);

      soon()
          .untilAsserted(() ->
              assertThat(scrape(http, server))
                  .contains(
                      "penstock_runs_total{reason=\"SecretMissing\",result=\"Failed\"} 1.0",
                      "penstock_leader 1.0",
                      "penstock_build_info{version=",
                      "penstock_api_requests_total{code=\"201\",resource=\"jobs\",verb=\"POST\"} 1.0",
                      "penstock_api_requests_total{code=\"403\",resource=\"configmaps\",verb=\"PATCH\"}",
                      "reconciliations_failure_total{controller_name=\"pipelines\"}",
                      "reconciliations_queue{controller_name=\"runs\"} 0.0"));
      var text = scrape(http, server);
      assertThat(text).doesNotContain("measured", "\"orders\"", "\"first\"");
      var page = Files.readString(TestCluster.home().resolve("docs/reference/metrics.md"));
      assertThat(ours(names(TYPE, text))).isEqualTo(names(DOCUMENTED, page));
    }
  }

  /** The process's own (memory, threads, CPU) are Micrometer's and documented there. */
  private static Set<String> ours(Set<String> names) {
    var ours = new TreeSet<String>();
    names.stream().filter(name -> !name.matches("(jvm|process|system)_.*")).forEach(ours::add);
    return ours;
  }

  private static Set<String> names(Pattern pattern, String text) {
    var names = new TreeSet<String>();
    pattern.matcher(text).results().forEach(result -> names.add(result.group(1)));
    return names;
  }

  private static String scrape(HttpClient http, HealthServer server)
      throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:%d/metrics".formatted(server.port()));
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }
}
