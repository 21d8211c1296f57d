package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.AfterStatus;
import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.RunTrigger;
import dev.penstock.operator.Given;
import dev.penstock.operator.RunningOperator;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pipelines that run after others, on a real API server; the test ends pods as a node would. */
class UpstreamIT {
  private static final List<String> UPSTREAMS = List.of("customers", "items", "orders");

  private static TestCluster cluster;
  private static RunningOperator operator;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    if (TestCluster.possible()) {
      cluster = TestCluster.start();
      operator = cluster.operator(new Requests());
    }
  }

  @BeforeEach
  void needsAControlPlane() {
    TestCluster.assumePossible();
  }

  @AfterAll
  static void stop() throws IOException {
    try (var control = cluster;
        var running = operator) {}
  }

  private static void restart() {
    operator.close();
    operator = cluster.operator(new Requests());
  }

  /** One story: what one round takes must be right for the next. */
  @Test
  void aFanInOfThreeRunsOncePerCombinationOverRestartsAndBesideASecondOperator() throws Exception {
    var team = Team.in(cluster.admin(), "fan-in");
    team.ready(report());
    assertThat(waitsFor(team, "customers (Missing), items (Missing), orders (Missing)"))
        .isNotNull();
    UPSTREAMS.forEach(name -> team.ready(Given.pipeline(name)));
    waitsFor(team, "customers, items, orders");

    commits(team, "customers", 1);
    waitsFor(team, "items, orders");
    restart();
    commits(team, "items", 1);
    commits(team, "customers", 2);
    waitsFor(team, "orders");
    fails(team, "orders");
    waitsFor(team, "orders (Failed)");
    assertThat(kubectl("get", "etlpipelines", "-n", "fan-in", "-o", "wide"))
        .contains("WAITS FOR", "orders (Failed)");
    assertThat(made(team)).isEmpty();

    commits(team, "orders", 1);
    var first = taken(team, 2, 1, 1);
    restart();
    // What comes while the run is under way makes one more, for the newest of each.
    for (var name : UPSTREAMS) {
      commits(team, name, 3);
    }
    waitsFor(team, "the end of run " + first.run());
    assertThat(made(team)).hasSize(1);
    try (var second = cluster.operator(new Requests())) {
      ends(team, first.run(), 0, committed(1));
      taken(team, 3, 3, 3);
    }
    restart();
    team.touch(Given.pipeline("report"));
    waitsFor(team, "customers, items, orders");
    assertThat(made(team)).doesNotHaveDuplicates().hasSize(2);
    assertThat(team.events("report")).contains("UpstreamRunMade");
  }

  private static EtlPipeline report() {
    return Given.pipeline(
        "report", "after: {pipelines: [{name: customers}, {name: items}, {name: orders}]}\n");
  }

  @Test
  void aCircleIsRefusedWithItsWayWhoeverClosesItAndIsOverWhenItIsOpened() {
    var team = Team.in(cluster.admin(), "circle");
    team.ready(after("a", "b"));
    team.ready(after("b", "c"));
    team.ready(Given.pipeline("c"));
    team.apply(after("c", "a"));
    for (var way : List.of("a -> b -> c -> a", "b -> c -> a -> b", "c -> a -> b -> c")) {
      var status = team.pipeline(way.substring(0, 1), now -> refusal(now).contains(way));
      assertThat(condition(status.getStatus(), "Ready").reason()).isEqualTo("InvalidSpec");
    }
    team.ready(Given.pipeline("c"));
    for (var name : List.of("a", "b")) {
      team.pipeline(name, now -> "True".equals(condition(now, "Ready").status()));
    }
  }

  @Test
  void theExampleIsTakenAndWaits() throws IOException {
    var team = Team.in(cluster.admin(), "example");
    team.apply(Given.connection("warehouse"));
    var file = TestCluster.home().resolve("examples/dependencies/customers-by-country.yaml");
    team.ready(Serialization.unmarshal(Files.readString(file), EtlPipeline.class));
    team.pipeline(
        "customers-by-country",
        now ->
            now.after() != null
                && "orders (Missing), order-items (Missing)".equals(now.after().waitsFor()));
  }

  private static EtlPipeline after(String name, String upstream) {
    return Given.pipeline(name, "after: {pipelines: [{name: %s}]}\n".formatted(upstream));
  }

  private static String refusal(EtlPipelineStatus status) {
    var ready = condition(status, "Ready");
    return "False".equals(ready.status()) ? String.valueOf(ready.message()) : "";
  }

  private static AfterStatus waitsFor(Team team, String what) {
    return after(
        team.pipeline(
            "report", status -> status.after() != null && what.equals(status.after().waitsFor())));
  }

  /** The account once a run was made for these commits: of customers, items, orders. */
  private static AfterStatus taken(Team team, long... numbers) {
    return after(
        team.pipeline(
            "report",
            status -> {
              var upstreams = Objects.requireNonNull(status.after()).upstreams();
              for (int i = 0; i < numbers.length; i++) {
                if (!Objects.equals(upstreams.get(i).taken(), numbers[i])) {
                  return false;
                }
              }
              return true;
            }));
  }

  private static AfterStatus after(EtlPipeline pipeline) {
    return Objects.requireNonNull(pipeline.getStatus().after());
  }

  /** The commits that runs of the report were made for. */
  private static List<String> made(Team team) {
    return team.runs().stream()
        .filter(run -> run.getSpec().trigger() == RunTrigger.UPSTREAM)
        .map(run -> run.getMetadata().getAnnotations().get(Marks.UPSTREAMS))
        .toList();
  }

  private static void commits(Team team, String pipeline, int number) {
    run(team, pipeline, "commit-" + number, 0, committed(number));
    team.pipeline(
        pipeline,
        status ->
            status.lastSuccessfulRun() != null
                && Objects.equals(status.lastSuccessfulRun().commit(), (long) number));
  }

  private static void fails(Team team, String pipeline) {
    run(team, pipeline, "fails", 78, "{\"reason\":\"TableNotFound\",\"message\":\"Gone\"}");
  }

  private static void run(Team team, String pipeline, String what, int exitCode, String message) {
    EtlRun run = team.apply(Given.run(pipeline + "-" + what, pipeline));
    ends(team, run.getMetadata().getName(), exitCode, message);
  }

  private static void ends(Team team, String run, int exitCode, String message) {
    team.podEnds(team.run(run, RunState.RUNNING).job(), exitCode, message);
    team.run(run, status -> status.completionTime() != null);
  }

  private static String committed(int number) {
    return "{\"reason\":\"Committed\",\"message\":\"Committed entry %1$d\",\"commit\":%1$d}"
        .formatted(number);
  }

  private static String kubectl(String... words) throws IOException, InterruptedException {
    var process = cluster.kubectl(words).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
