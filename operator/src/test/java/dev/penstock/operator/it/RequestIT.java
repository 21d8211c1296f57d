package dev.penstock.operator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.RunState;
import dev.penstock.api.runner.RunnerContract;
import dev.penstock.operator.Given;
import dev.penstock.operator.RunningOperator;
import dev.penstock.operator.resource.EtlRun;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run asks for beyond an increment: how its pod learns it, and what nobody may ask for. */
class RequestIT {
  private static final String MARCH = "{start: 2026-03-01T00:00:00Z, end: 2026-03-02T00:00:00Z}";
  private static final String JANUARY = "{from: 2026-01-01, to: 2026-02-01, every: Day}";
  private static final String IMMUTABLE =
      "a run is immutable but for cancel: create another EtlRun";
  private static final String ONE =
      "a run does one thing: write at most one of window, fullRefresh, adopt";

  private static final String SINCE =
      "parameters: [{name: since, type: Date, default: '2026-01-01'}]\n";

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

  private static EtlRun run(String name, String more) {
    var run = Given.run(name, "orders");
    run.setSpec(Serialization.unmarshal("pipeline: orders\n" + more, EtlRunSpec.class));
    return run;
  }

  /** What the kubelet puts into the variable: the pod's annotation that the variable names. */
  private static @Nullable String request(Pod pod) {
    var path =
        runner(pod).getEnv().stream()
            .filter(variable -> variable.getName().equals("PENSTOCK_REQUEST"))
            .map(EnvVar::getValueFrom)
            .map(from -> from.getFieldRef().getFieldPath())
            .findFirst()
            .orElseThrow();
    assertThat(path).isEqualTo("metadata.annotations['" + RunnerContract.REQUEST_ANNOTATION + "']");
    return pod.getMetadata().getAnnotations().get(RunnerContract.REQUEST_ANNOTATION);
  }

  private static Container runner(Pod pod) {
    return pod.getSpec().getContainers().stream()
        .filter(container -> container.getName().equals("runner"))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          full   | fullRefresh: true | {"fullRefresh":true}
          window | window: {start: 2026-03-01T00:00:00Z, end: 2026-03-02T00:00:00.5Z} | {"window":{"start":"2026-03-01T00:00:00Z","end":"2026-03-02T00:00:00.5Z"}}
          adopt  | adopt: {watermark: 2026-03-01T00:00:00Z} | {"adopt":{"watermark":"2026-03-01T00:00:00Z"}}
          adopts | adopt: {} | {"adopt":{}}
          values | parameters: [{name: since, value: "2026-03-01"}] | {"parameters":[{"name":"since","value":"2026-03-01"}]}
          dry    | dryRun: true | {"dryRun":true}
          no     | fullRefresh: false | ''
          plain  | trigger: Request | ''
          """)
  void thePodOfARunLearnsWhatItAsksFor(String name, String more, String words) {
    var team = Team.in(cluster.admin(), "asks-" + name);
    team.ready(Hands.quiet("orders", SINCE));
    team.apply(run(name, more));
    var job = team.run(name, RunState.RUNNING).job();
    var pod = Team.soon().until(() -> team.pods(job), pods -> pods.size() == 1).getFirst();
    assertThat(request(pod)).isEqualTo(words.isEmpty() ? null : words);
  }

  @Test
  void aValueThatThePipelineCanNotTakeEndsTheRunBeforeItHasAJob() {
    var team = Team.in(cluster.admin(), "asks-wrong");
    team.ready(Hands.quiet("orders", SINCE));
    team.apply(run("typo", "parameters: [{name: sinse, value: '2026-03-01'}]"));
    var status = team.run("typo", RunState.FAILED);
    assertThat(status.reason()).isEqualTo("InvalidRun");
    assertThat(status.message())
        .isEqualTo(
            "Pipeline orders declares no parameter sinse. Name one of since, or declare it in spec.parameters, and create another EtlRun.");
    assertThat(status.completionTime()).isNotNull();
    assertThat(cluster.admin().batch().v1().jobs().inNamespace("asks-wrong").list().getItems())
        .isEmpty();
  }

  @Test
  void aRunWithATimeIsDeletedAfterItsEndAndCountedBefore() {
    var team = Team.in(cluster.admin(), "asks-time");
    team.ready(Hands.quiet("orders", SINCE));
    team.apply(run("kept", "parameters: [{name: until, value: a}]"));
    team.apply(
        run("later", "ttlSecondsAfterFinished: 31536000\nparameters: [{name: a, value: a}]"));
    team.run("later", RunState.FAILED);
    team.run("kept", RunState.FAILED);
    team.apply(run("gone", "ttlSecondsAfterFinished: 0"));
    var job = Objects.requireNonNull(team.run("gone", RunState.RUNNING).job());
    team.podEnds(
        job, 0, "{\"reason\":\"Committed\",\"message\":\"Committed entry 1\",\"commit\":1}");
    var runs = cluster.admin().resources(EtlRun.class).inNamespace("asks-time");
    Team.soon().until(() -> runs.withName("gone").get() == null);
    var pipeline = team.pipeline("orders", status -> true);
    assertThat(pipeline.getStatus().lastSuccessfulRun().name()).isEqualTo("gone");
    assertThat(runs.list().getItems())
        .extracting(run -> run.getMetadata().getName())
        .containsExactlyInAnyOrder("kept", "later");
  }

  @Test
  void aDryRunSaysWhatItWouldHaveDoneAndThePipelineDoesNotCountIt() {
    var team = Team.in(cluster.admin(), "dry-runs");
    team.ready(Hands.quiet("orders", SINCE));
    team.apply(run("real", ""));
    team.podEnds(
        Objects.requireNonNull(team.run("real", RunState.RUNNING).job()),
        0,
        "{\"reason\":\"Committed\",\"message\":\"Committed entry 1\",\"commit\":1}");
    team.run("real", RunState.SUCCEEDED);
    var before =
        team.pipeline("orders", status -> status.lastRun() != null && status.active() == null);

    team.apply(run("would", "dryRun: true"));
    var job = Objects.requireNonNull(team.run("would", RunState.RUNNING).job());
    assertThat(team.pipeline("orders", status -> status.active() != null).getStatus().active())
        .as("one run at a time, dry or not")
        .isEqualTo("would");
    team.podEnds(
        job,
        0,
        "{\"reason\":\"DryRun\",\"message\":\"Nothing is committed\",\"targets\":[{\"name\":\"orders\",\"rows\":7}]}");
    var status = team.run("would", RunState.SUCCEEDED);
    assertThat(status.reason()).isEqualTo("DryRun");
    assertThat(status.rows()).isEqualTo(7);
    assertThat(status.commit()).isNull();

    team.apply(run("fails", "dryRun: true"));
    team.podEnds(
        Objects.requireNonNull(team.run("fails", RunState.RUNNING).job()),
        65,
        "{\"reason\":\"CheckFailed\",\"message\":\"Rows break a check\"}");
    assertThat(team.run("fails", RunState.FAILED).reason()).isEqualTo("CheckFailed");
    assertThat(team.pipeline("orders", after -> after.active() == null).getStatus())
        .as("nothing of them is counted")
        .isEqualTo(before.getStatus());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {window: M, fullRefresh: true}            | a run does one thing: write at most one of window, fullRefresh, adopt
          {window: M, adopt: {}}                    | a run does one thing: write at most one of window, fullRefresh, adopt
          {fullRefresh: true, adopt: {}}            | a run does one thing: write at most one of window, fullRefresh, adopt
          {window: M, fullRefresh: true, adopt: {}} | a run does one thing: write at most one of window, fullRefresh, adopt
          {window: {start: 2026-03-02T00:00:00Z, end: 2026-03-01T00:00:00Z}} | a window ends after its start
          {window: {start: 2026-03-02T00:00:00Z, end: 2026-03-02T00:00:00Z}} | a window ends after its start
          {window: {start: 2026-03-02T00:00:00Z}} | spec.window.end: Required value
          {window: {end: 2026-03-02T00:00:00Z}}   | spec.window.start: Required value
          {window: {start: 2026-03-01, end: 2026-03-02T00:00:00Z}} | spec.window.start in body should match
          {window: {start: 2026-03-01T00:00:00Z, end: tomorrow}}   | spec.window.end in body should match
          {backfill: B, window: M}                | a run does one thing: write backfill, or one of window, fullRefresh, adopt
          {backfill: B, fullRefresh: true}        | a run does one thing: write backfill, or one of window, fullRefresh, adopt
          {backfill: {from: 2026-02-01, to: 2026-01-01, every: Day}} | a backfill ends after its start
          {backfill: {from: 2026-01-01, to: 2026-02-01, every: Year}} | Unsupported value: "Year"
          {backfill: {from: 2026-01-01, to: 2026-02-01}} | spec.backfill.every: Required value
          {parameters: [{name: a, value: b}, {name: a, value: c}]} | Duplicate value
          {parameters: [{name: a}]}               | spec.parameters[0].value: Required value
          {parameters: [{name: A-b, value: c}]}   | spec.parameters[0].name in body should match
          {parameters: [{name: a, value: b}], adopt: {}} | adopt reads nothing: leave parameters out
          {ttlSecondsAfterFinished: -1}           | should be greater than or equal to 0
          {ttlSecondsAfterFinished: 31536001}     | should be less than or equal to 31536000
          {dryRun: true, adopt: {}}               | a dry run is one run that reads: leave out adopt and backfill, or dryRun
          {dryRun: true, backfill: B}             | a dry run is one run that reads: leave out adopt and backfill, or dryRun
          {pause: true}                           | pause is for a backfill
          {adopt: {watermark: yesterday}} | spec.adopt.watermark in body should match
          {fullRefresh: later}            | spec.fullRefresh in body must be of type boolean
          """)
  void theServerItselfRefusesWhatNoRunCanDo(String more, String message) {
    assertThatThrownBy(() ->
            create(
                more.replace("window: M", "window: " + MARCH)
                    .replace("backfill: B", "backfill: " + JANUARY)))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {window: M, fullRefresh: false}
          {adopt: {}, fullRefresh: false}
          {adopt: {watermark: 2026-03-01T00:00:00.123456Z}}
          {fullRefresh: true, cancel: true}
          {fullRefresh: true, dryRun: true}
          {window: M, dryRun: true}
          {adopt: {}, dryRun: false}
          {parameters: [{name: a, value: ""}], window: M}
          {parameters: [{name: a, value: b}], fullRefresh: true}
          {parameters: [{name: a, value: b}], backfill: B}
          """)
  void theServerTakesWhatARunCanDo(String more) {
    create(
        more.replace("window: M", "window: " + MARCH)
            .replace("backfill: B", "backfill: " + JANUARY));
  }

  private static void create(String more) {
    var resource =
        Serialization.unmarshal(
            """
            apiVersion: penstock.dev/v1alpha1
            kind: EtlRun
            metadata: {name: asked, namespace: default}
            spec: {pipeline: orders}
            """,
            GenericKubernetesResource.class);
    Map<String, Object> spec = resource.get("spec");
    // A text that begins with a brace would be taken for JSON.
    var written =
        Serialization.unmarshal(
            "spec: " + more, new TypeReference<Map<String, Map<String, Object>>>() {});
    spec.putAll(written.get("spec"));
    cluster.admin().resource(resource).dryRun(true).create();
  }

  @Test
  void whatARunAskedForStays() {
    var team = Team.in(cluster.admin(), "asked-stays");
    var hands = new Hands(cluster.admin(), "asked-stays");
    team.apply(run("plain", ""));
    team.apply(run("full", "fullRefresh: true"));
    team.apply(run("window", "window: " + MARCH));
    team.apply(run("adopt", "adopt: {watermark: 2026-03-01T00:00:00Z}"));
    refuses(hands, "plain", "{\"fullRefresh\":true}", IMMUTABLE);
    team.apply(run("values", "parameters: [{name: since, value: '2026-03-01'}]"));
    team.apply(run("timed", "ttlSecondsAfterFinished: 60"));
    refuses(hands, "plain", "{\"ttlSecondsAfterFinished\":60}", IMMUTABLE);
    refuses(hands, "timed", "{\"ttlSecondsAfterFinished\":61}", IMMUTABLE);
    refuses(hands, "timed", "{\"ttlSecondsAfterFinished\":null}", IMMUTABLE);
    refuses(hands, "plain", "{\"adopt\":{}}", IMMUTABLE);
    refuses(hands, "plain", "{\"dryRun\":true}", IMMUTABLE);
    team.apply(run("dry", "dryRun: true"));
    refuses(hands, "dry", "{\"dryRun\":false}", IMMUTABLE);
    refuses(hands, "dry", "{\"dryRun\":null}", IMMUTABLE);
    refuses(hands, "plain", "{\"parameters\":[{\"name\":\"a\",\"value\":\"b\"}]}", IMMUTABLE);
    refuses(hands, "values", "{\"parameters\":null}", IMMUTABLE);
    refuses(
        hands,
        "values",
        "{\"parameters\":[{\"name\":\"since\",\"value\":\"2026-03-02\"}]}",
        IMMUTABLE);
    hands.cancel("values");
    refuses(
        hands,
        "plain",
        "{\"window\":{\"start\":\"2026-03-01T00:00:00Z\",\"end\":\"2026-03-02T00:00:00Z\"}}",
        IMMUTABLE);
    refuses(hands, "full", "{\"fullRefresh\":false}", IMMUTABLE);
    refuses(hands, "full", "{\"fullRefresh\":null}", IMMUTABLE);
    refuses(hands, "full", "{\"adopt\":{}}", ONE);
    refuses(hands, "window", "{\"window\":null}", IMMUTABLE);
    refuses(hands, "window", "{\"window\":{\"end\":\"2026-03-03T00:00:00Z\"}}", IMMUTABLE);
    refuses(hands, "adopt", "{\"adopt\":null}", IMMUTABLE);
    refuses(hands, "adopt", "{\"adopt\":{\"watermark\":\"2026-03-02T00:00:00Z\"}}", IMMUTABLE);
    refuses(hands, "adopt", "{\"adopt\":{\"watermark\":null}}", IMMUTABLE);
    hands.cancel("window");
  }

  private static void refuses(Hands hands, String run, String spec, String message) {
    assertThatThrownBy(() -> hands.patchRun(run, "{\"spec\":" + spec + "}"))
        .as("%s of run %s", spec, run)
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"FromLog, true", "FromNow, true", "FromEver, false"})
  void aBackfillHasTwoWords(String backfill, boolean taken) {
    var pipeline =
        """
        apiVersion: penstock.dev/v1alpha1
        kind: EtlPipeline
        metadata: {name: fills, namespace: default}
        spec:
          store: {connection: lake}
          sources: [{name: a, connection: b, table: {name: c.d}}]
          targets:
            - {name: a, from: a, backfill: %s, redshift: {connection: w, table: sales.a}}
        """
            .formatted(backfill);
    if (taken) {
      cluster.admin().resource(pipeline).dryRun(true).create();
    } else {
      assertThatThrownBy(() -> cluster.admin().resource(pipeline).dryRun(true).create())
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("spec.targets[0].backfill")
          .hasMessageContaining("supported values: \"FromLog\", \"FromNow\"");
    }
  }
}
