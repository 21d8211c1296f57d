package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.BackfillSpec;
import dev.penstock.api.BackfillStatus;
import dev.penstock.api.BackfillWindow;
import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.RunTrigger;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.settings.Settings;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Backfills on a real API server, whatever happens to the operator meanwhile. */
class BackfillIT {
  private static final String COMMITTED =
      """
      {"reason":"Committed","message":"Committed entry 1","commit":1,
       "targets":[{"name":"orders","rows":7}]}\
      """;

  private static TestCluster cluster;
  private static ExecutorService background;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    if (TestCluster.possible()) {
      cluster = TestCluster.start();
      background = Executors.newVirtualThreadPerTaskExecutor();
    }
  }

  @BeforeEach
  void needsAControlPlane() {
    TestCluster.assumePossible();
  }

  @AfterAll
  static void stop() throws IOException {
    try (var control = cluster;
        var ended = background) {}
  }

  /** An operator that dies of every EtlRun it makes, and is there again with empty hands. */
  private record Mortal(Settings settings, ConcurrentLinkedQueue<TestOperator> lives)
      implements AutoCloseable {
    static Mortal in(String namespace) {
      var mortal =
          new Mortal(
              TestOperator.settings(Optional.empty(), namespace), new ConcurrentLinkedQueue<>());
      mortal.live();
      return mortal;
    }

    private void live() {
      var proxy = new AtomicReference<ApiProxy>();
      var dying = new AtomicBoolean();
      proxy.set(
          ApiProxy.start(
              cluster.account(), request -> fate(request, dying, () -> die(proxy.get()))));
      background.submit(
          () -> lives.add(TestOperator.start(proxy.get(), cluster.account(), settings)));
    }

    private static Fate fate(ApiRequest request, AtomicBoolean dying, Runnable end) {
      boolean makes = request.method().equals("POST") && request.path().endsWith("/etlruns");
      return makes && dying.compareAndSet(false, true) ? new Fate.LoseReply(end) : new Fate.Pass();
    }

    /** What was noted of the pipeline must have been noted before that. */
    private void die(ApiProxy proxy) {
      proxy.cut();
      settings.namespaces().forEach(Mortal::moveToTokyo);
      live();
    }

    private static void moveToTokyo(String namespace) {
      cluster
          .admin()
          .resources(EtlPipeline.class)
          .inNamespace(namespace)
          .withName("orders")
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"timeZone\":\"Asia/Tokyo\"}}");
    }

    @Override
    public void close() {
      lives.forEach(life -> {
        life.kill();
        life.close();
      });
    }
  }

  private static EtlRun backfill(String name, String from, String to, BackfillWindow every) {
    var run = Given.run(name, "orders");
    run.setSpec(
        new EtlRunSpec(
            "orders",
            RunTrigger.REQUEST,
            null,
            null,
            null,
            null,
            new BackfillSpec(from, to, every),
            null));
    return run;
  }

  /** {@return the run of the window behind so many that are done} */
  private static String window(Team team, String backfill, int done) {
    var status = team.run(backfill, known -> at(known, done)).getStatus();
    return Objects.requireNonNull(status.backfill().current().run());
  }

  private static boolean at(EtlRunStatus status, int done) {
    BackfillStatus far = status.backfill();
    return far != null
        && Objects.equals(far.done(), done)
        && far.current() != null
        && far.current().run() != null;
  }

  private static void ends(Team team, String run) {
    var job = team.run(run, RunState.RUNNING).job();
    team.podEnds(Objects.requireNonNull(job), 0, COMMITTED);
  }

  private static List<EtlRun> runs(String namespace) {
    return cluster.admin().resources(EtlRun.class).inNamespace(namespace).list().getItems();
  }

  @Test
  void eachWindowIsMadeOnceThoughEveryOneKillsTheOperatorAndOthersGoBetween() {
    var team = Team.in(cluster.admin(), "backfill");
    var hands = new Hands(cluster.admin(), "backfill");
    try (var mortal = Mortal.in("backfill")) {
      team.ready(Hands.quiet("orders"));
      team.apply(backfill("history", "2026-03-07", "2026-03-10", BackfillWindow.DAY));
      var first = window(team, "history", 0);
      team.run(first, RunState.RUNNING);
      team.apply(Given.run("between", "orders"));
      team.run("between", RunState.QUEUED);
      ends(team, first);

      team.run("between", RunState.RUNNING);
      var second = window(team, "history", 1);
      assertThat(team.run(second, RunState.QUEUED).message())
          .contains("Pipeline orders has another");
      ends(team, "between");
      team.run(second, RunState.RUNNING);

      hands.patchRun("history", "{\"spec\":{\"pause\":true}}");
      ends(team, second);
      var paused = team.run("history", status -> "Paused".equals(status.reason())).getStatus();
      assertThat(paused.backfill().done()).isEqualTo(2);
      assertThat(paused.state()).isEqualTo(RunState.QUEUED);
      assertThat(runs("backfill")).hasSize(4);
      hands.patchRun("history", "{\"spec\":{\"pause\":false}}");
      var third = window(team, "history", 2);
      ends(team, third);

      var done = team.run("history", RunState.SUCCEEDED);
      assertThat(done.message()).isEqualTo("All 3 windows of backfill history are done.");
      assertThat(done.rows()).isEqualTo(21);
      assertThat(done.backfill())
          .isEqualTo(new BackfillStatus("America/New_York", 3, 3, 0, null, null));
      assertThat(mortal.lives().size()).isGreaterThan(3);
    }
    assertThat(runs("backfill"))
        .filteredOn(run -> run.getSpec().window() != null)
        .extracting(run -> run.getSpec().window().start() + " " + run.getSpec().window().end())
        .containsExactlyInAnyOrder(
            "2026-03-07T05:00:00Z 2026-03-08T05:00:00Z",
            "2026-03-08T05:00:00Z 2026-03-09T04:00:00Z",
            "2026-03-09T04:00:00Z 2026-03-10T04:00:00Z");
    assertThat(cluster.admin().batch().v1().jobs().inNamespace("backfill").list().getItems())
        .hasSize(4);
    soon().untilAsserted(() -> assertThat(team.events("history")).contains("BackfillSucceeded"));
    assertThat(team.pipeline("orders", status -> true).getStatus().lastSuccessfulRun().name())
        .startsWith("history-");
  }

  /** Here, because operators of this class are of one namespace and start when a test says so. */
  @Test
  void aRunThatIsDueGoesWhenAnOperatorIsBack() {
    var team = Team.in(cluster.admin(), "due");
    for (var seconds : List.of(60, 31_536_000)) {
      var run = Given.run("kept-" + seconds, "orders");
      run.setSpec(
          new EtlRunSpec("orders", null, null, null, null, null, null, null, null, seconds));
      team.apply(run);
      cluster
          .admin()
          .resources(EtlRun.class)
          .inNamespace("due")
          .withName("kept-" + seconds)
          .subresource("status")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"status\":{\"state\":\"Failed\",\"completionTime\":\"%s\"}}"
                  .formatted(Instant.now().minusSeconds(3_600).truncatedTo(ChronoUnit.SECONDS)));
    }
    try (var operator =
        TestOperator.start(
            cluster, TestOperator.settings(Optional.empty(), "due"), any -> new Fate.Pass())) {
      assertThat(operator.hasLost()).isFalse();
      soon()
          .untilAsserted(() ->
              assertThat(runs("due"))
                  .extracting(run -> run.getMetadata().getName())
                  .containsExactly("kept-31536000"));
    }
  }

  @Test
  void aBackfillThatIsCancelledFailsOrCanNotBeEndsAndSaysSo() {
    var team = Team.in(cluster.admin(), "backfill-ends");
    var hands = new Hands(cluster.admin(), "backfill-ends");
    try (var operator =
        TestOperator.start(
            cluster,
            TestOperator.settings(Optional.empty(), "backfill-ends"),
            any -> new Fate.Pass())) {
      assertThat(operator.hasLost()).isFalse();
      team.ready(Hands.quiet("orders"));
      team.apply(backfill("hours", "2026-01-01", "2026-03-01", BackfillWindow.HOUR));
      var refused = team.run("hours", RunState.FAILED);
      assertThat(refused.reason()).isEqualTo("InvalidBackfill");
      assertThat(refused.message()).contains("would have 1416 windows, and may have 1000");

      team.apply(backfill("dropped", "2026-01-01", "2026-03-01", BackfillWindow.WEEK));
      var run = window(team, "dropped", 0);
      team.run(run, RunState.RUNNING);
      assertThatThrownBy(
              () -> hands.patchRun("dropped", "{\"spec\":{\"backfill\":{\"to\":\"2026-04-01\"}}}"))
          .hasMessageContaining("a run is immutable but for cancel and pause");
      hands.cancel("dropped");
      assertThat(team.run("dropped", RunState.CANCELLED).message())
          .contains("0 of 9 windows are done", "from 2026-01-01 to 2026-03-01");
      team.run(run, RunState.CANCELLED);

      team.apply(backfill("broken", "2026-01-01", "2026-03-01", BackfillWindow.MONTH));
      var month = window(team, "broken", 0);
      team.run(month, RunState.RUNNING);
      hands.cancel(month);
      var failed = team.run("broken", RunState.FAILED);
      assertThat(failed.reason()).isEqualTo("WindowNotDone");
      assertThat(failed.message()).contains("run %s was cancelled".formatted(month));
      assertThat(failed.backfill().failed()).isEqualTo(1);

      team.apply(Given.run("plain", "orders"));
      assertThatThrownBy(() -> hands.patchRun("plain", "{\"spec\":{\"pause\":true}}"))
          .hasMessageContaining("pause is for a backfill");
    }
  }
}
