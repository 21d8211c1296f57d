package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunPhase;
import dev.penstock.api.RunState;
import dev.penstock.api.RunTrigger;
import dev.penstock.operator.Given;
import dev.penstock.operator.RunningOperator;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people read, by the real kubectl. Pods are processes of a shell that talks as a runner does:
 * it commits once the test has written {@code commit} for its namespace, or is refused.
 */
public class StatusIT {
  private static final String RUNNER =
      """
      echo 'level=INFO event=started'
      echo '{"event":"run-progress","phase":"Plan","millis":400}'
      echo '{"event":"run-progress","phase":"Move","rows":1000,"rowsExpected":4000,"bytes":52000}'
      head -c 300000 /dev/zero | tr '\\0' '{' | fold -w 50000
      echo '{"event":"run-progress","phase":"Mo'
      verdict=GATES/$PENSTOCK_NAMESPACE
      until test -s $verdict; do sleep 0.2; done
      if grep -q commit $verdict; then
        printf '%s' '{"reason":"Committed","message":"The run is committed as entry 1","commit":1,\
      "targets":[{"name":"orders","rows":15000}]}' > $PENSTOCK_TERMINATION_MESSAGE
        exit 0
      fi
      printf '%s' '{"reason":"TableNotFound","message":"Table public.orders is not there",\
      "nextStep":"Create it"}' > $PENSTOCK_TERMINATION_MESSAGE
      exit 78
      """;

  /** Writes from a new pipeline to the end of its first run. */
  private static final int WRITES = 14;

  @TempDir private static Path gates;
  private static TestCluster cluster;
  private static RunningOperator operator;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    if (TestCluster.possible()) {
      cluster = TestCluster.startWithNode();
      cluster.importProgram(List.of("/bin/sh", "-c", RUNNER.replace("GATES", gates.toString())));
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

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(200));
  }

  /** Lets the runners of a namespace end. */
  private static void say(String namespace, String verdict) throws IOException {
    Files.writeString(gates.resolve(namespace), verdict);
  }

  private static String kubectl(String... words) throws IOException, InterruptedException {
    var process = cluster.kubectl(words).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static List<EtlRun> runs(String namespace) {
    return cluster.admin().resources(EtlRun.class).inNamespace(namespace).list().getItems();
  }

  private static EtlRun run(String namespace, String name) {
    return cluster.admin().resources(EtlRun.class).inNamespace(namespace).withName(name).get();
  }

  /** The reasons of the events as kubectl describe lists them. */
  private static List<String> story(String namespace, String kind, String name)
      throws IOException, InterruptedException {
    var reasons = new ArrayList<String>();
    var line = Pattern.compile("^ +(?:Normal|Warning) +(\\w+) ", Pattern.MULTILINE);
    var matcher = line.matcher(kubectl("-n", namespace, "describe", kind, name));
    while (matcher.find()) {
      reasons.add(matcher.group(1));
    }
    return reasons;
  }

  @Test
  void anActiveRunShowsHowFarItIsAndKubectlWaitsForItsEnd() throws Exception {
    var team = Team.in(cluster.admin(), "progress");
    team.ready(Given.pipeline("orders", "owner: sales-data\n"));
    team.apply(Given.run("first", "orders"));
    soon().until(() -> run("progress", "first"), now -> progress(now) != null);
    var status = run("progress", "first").getStatus();
    assertThat(status.state()).isEqualTo(RunState.RUNNING);
    assertThat(status.progress().phase()).isEqualTo(RunPhase.MOVE);
    assertThat(status.progress().rows()).isEqualTo(1000);
    assertThat(status.progress().rowsExpected()).isEqualTo(4000);
    assertThat(status.progress().bytesExpected()).as("not said").isNull();
    assertThat(status.rows()).as("not known yet, and not 0").isNull();
    assertThat(kubectl("-n", "progress", "get", "etlr", "-o", "wide"))
        .containsPattern("NAME +PIPELINE +TRIGGER +RESULT +REASON +ROWS +DURATION +PHASE +READ")
        .containsPattern("first +orders +Request +Running +\\w+ +Move +1000 +4000");

    var waits =
        cluster
            .kubectl(
                "-n",
                "progress",
                "wait",
                "--for=condition=Complete",
                "etlrun/first",
                "--timeout=180s")
            .start();
    say("progress", "commit");
    assertThat(waits.waitFor(200, TimeUnit.SECONDS)).isTrue();
    assertThat(waits.exitValue()).isZero();
    status = run("progress", "first").getStatus();
    assertThat(status.progress()).as("final counts are enough").isNull();
    assertThat(status.rows()).isEqualTo(15000);
    kubectl("-n", "progress", "wait", "--for=condition=Ended", "etlrun/first", "--timeout=60s");
    kubectl("-n", "progress", "wait", "--for=condition=Failed=False", "etlrun/first");
    kubectl(
        "-n",
        "progress",
        "wait",
        "--for=condition=LastRunSucceeded",
        "etlp/orders",
        "--timeout=180s");
    assertThat(kubectl("-n", "progress", "get", "etlpipelines", "-o", "wide"))
        .containsPattern(
            "DURATION +NEXT +REASON +COMMIT +FAILURES +VERIFIED +FRESH +ACTIVE +WAITS FOR +OWNER +AGE")
        .containsPattern("Committed +1 +0 +True +sales-data");
    assertThat(kubectl("-n", "progress", "get", "etl")).contains("orders", "first", "lake");
    assertThat(story("progress", "etlrun", "first"))
        .containsSubsequence("RunStarted", "RunSucceeded");
  }

  @Test
  void everyChangeOfTheSpecRunsOnceAndIsVerifiedAndToldInOrder() throws Exception {
    say("change", "commit");
    var team = Team.in(cluster.admin(), "change");
    team.ready(Given.pipeline("orders", "runOnChange: true\n"));
    kubectl(
        "-n", "change", "wait", "--for=condition=Verified", "etlpipeline/orders", "--timeout=180s");
    assertThat(runs("change"))
        .singleElement()
        .satisfies(run -> assertThat(run.getSpec().trigger()).isEqualTo(RunTrigger.CHANGE));
    soon()
        .untilAsserted(() ->
            assertThat(story("change", "etlpipeline", "orders"))
                .containsSubsequence(
                    "ConfigApplied", "ChangeRunMade", "RunStarted", "RunSucceeded", "Verified")
                .doesNotHaveDuplicates());

    team.ready(Given.pipeline("orders", "runOnChange: true\nsuspend: true\nbackoffLimit: 1\n"));
    var suspended = team.pipeline("orders", status -> status.change() != null).getStatus();
    assertThat(condition(suspended, "Verified").status()).isEqualTo("True");
    assertThat(suspended.change().number()).isEqualTo(1);

    say("change", "refuse");
    var more = "runOnChange: true\nparameters: [{name: region, default: eu}]\n";
    team.ready(Given.pipeline("orders", more));
    var failed =
        soon()
            .until(
                () -> team.pipeline("orders", status -> true).getStatus(),
                status -> condition(status, "Verified").reason().equals("RunFailed"));
    assertThat(failed.change().number()).isEqualTo(2);
    assertThat(failed.consecutiveFailures()).isEqualTo(1);
    assertThat(runs("change")).hasSize(2);

    restart();
    cluster.admin().resources(EtlRun.class).inNamespace("change").delete();
    team.ready(Given.pipeline("orders", more + "backoffLimit: 2\n"));
    var after = team.pipeline("orders", status -> status.lastRun() != null).getStatus();
    assertThat(after.consecutiveFailures()).as("kept without Jobs and records").isEqualTo(1);
    assertThat(after.lastSuccessfulRun().rows()).isEqualTo(15000);
    assertThat(after.lastRun().reason()).isEqualTo("TableNotFound");
    assertThat(runs("change")).as("a failed change is not repeated").isEmpty();
  }

  @Test
  void aPipelineTurnsStaleByItselfAndRecovers() throws Exception {
    say("stale", "commit");
    var team = Team.in(cluster.admin(), "stale");
    team.ready(Given.pipeline("orders", "freshness: 1m\n"));
    kubectl(
        "-n",
        "stale",
        "wait",
        "--for=condition=Fresh=False",
        "etlpipeline/orders",
        "--timeout=180s");
    soon().untilAsserted(() -> assertThat(team.events("orders")).contains("Stale"));
    team.apply(Given.run("first", "orders"));
    kubectl("-n", "stale", "wait", "--for=condition=Fresh", "etlpipeline/orders", "--timeout=180s");
    soon()
        .untilAsserted(() ->
            assertThat(story("stale", "etlpipeline", "orders"))
                .containsSubsequence("ConfigApplied", "Stale", "RunSucceeded", "Recovered"));
  }

  @Test
  void whicheverWriteIsLostAChangeRunsOnceAndItsEndCountsOnce() throws Exception {
    operator.close();
    var broken = new Broken();
    operator = cluster.operator(broken);
    try {
      for (int write = 1; write <= WRITES; write++) {
        var namespace = Broken.namespace(write);
        say(namespace, "commit");
        Team.in(cluster.admin(), namespace).apply(Given.pipeline("orders", "runOnChange: true\n"));
      }
      for (int write = 1; write <= WRITES; write++) {
        var namespace = Broken.namespace(write);
        kubectl(
            "-n",
            namespace,
            "wait",
            "--for=condition=Verified",
            "etlpipeline/orders",
            "--timeout=300s");
        soon().until(() -> broken.broke(namespace));
        assertThat(runs(namespace)).as(namespace).hasSize(1);
        assertThat(jobs(namespace)).as(namespace).isEqualTo(1);
        var status = pipeline(namespace);
        assertThat(status.change().number()).as(namespace).isEqualTo(1);
        assertThat(status.recentRuns()).as(namespace).hasSize(1);
        assertThat(status.lastRun()).as(namespace).isEqualTo(status.lastSuccessfulRun());
        assertThat(status.consecutiveFailures()).as(namespace).isZero();
      }
    } finally {
      restart();
    }
  }

  private static int jobs(String namespace) {
    return cluster.admin().batch().v1().jobs().inNamespace(namespace).list().getItems().size();
  }

  private static EtlPipelineStatus pipeline(String namespace) {
    return cluster
        .admin()
        .resources(EtlPipeline.class)
        .inNamespace(namespace)
        .withName("orders")
        .get()
        .getStatus();
  }

  private static void restart() {
    operator.close();
    operator = cluster.operator(new Requests());
  }

  private static Object progress(EtlRun run) {
    EtlRunStatus status = run == null ? null : run.getStatus();
    return status == null || status.progress() == null || status.progress().rows() == null
        ? null
        : status.progress();
  }
}
