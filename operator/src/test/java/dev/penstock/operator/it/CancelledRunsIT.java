package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.RunState;
import dev.penstock.operator.Given;
import dev.penstock.operator.RunningOperator;
import dev.penstock.operator.admission.AdmissionReason;
import dev.penstock.operator.admission.Explains;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that are cancelled: while they wait, at work, and too late. */
public class CancelledRunsIT {
  private static final String COMMITTED =
      """
      {"reason":"Committed","message":"Committed entry 1","commit":1,
       "targets":[{"name":"orders","rows":7}]}\
      """;
  private static final String TOLD_TO_STOP =
      """
      {"reason":"Cancelled","message":"The attempt was cancelled","nextStep":"Start it again"}\
      """;

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

  @Explains({AdmissionReason.PIPELINE_BUSY, AdmissionReason.CANCELLED})
  @Test
  void aRunThatIsCancelledWhileItWaitsNeverStarts() {
    var team = Team.in(cluster.admin(), "cancel-waiting");
    var hands = new Hands(cluster.admin(), "cancel-waiting");
    team.ready(Hands.quiet("orders"));
    team.apply(Given.run("first", "orders"));
    var first = team.run("first", RunState.RUNNING).job();
    team.apply(Given.run("second", "orders"));
    var waits = team.run("second", RunState.QUEUED);
    assertThat(waits.reason()).isEqualTo("PipelineBusy");
    assertThat(waits.message())
        .isEqualTo(
            "Pipeline orders has another run, Job %s; this one is 1st of 1 waiting for it. It starts when that has ended."
                .formatted(first));

    hands.cancel("second");
    var cancelled = team.run("second", RunState.CANCELLED);
    assertThat(cancelled.message())
        .isEqualTo(
            "Run second was cancelled before it had started. Create another EtlRun when it is wanted.");
    assertThat(cancelled.startTime()).isNull();
    soon().until(() -> team.job(waits.job()) == null);
    assertThat(team.job(first).getSpec().getSuspend()).isFalse();
    soon().untilAsserted(() -> assertThat(team.events("second")).contains("RunCancelled"));
  }

  @Test
  void aRunThatIsCancelledBeforeItHasAJobGetsNone() {
    var team = Team.in(cluster.admin(), "cancel-early");
    team.apply(Given.run("early", "orders"));
    team.run("early", RunState.QUEUED);
    new Hands(cluster.admin(), "cancel-early").cancel("early");
    var cancelled = team.run("early", RunState.CANCELLED);
    assertThat(cancelled.job()).isNull();
  }

  @Explains(AdmissionReason.CANCELLING)
  @Test
  void aRunThatIsCancelledAtWorkIsToldToStopAndItsLastWordIsRead() {
    var team = Team.in(cluster.admin(), "cancel-running");
    var hands = new Hands(cluster.admin(), "cancel-running");
    team.ready(Hands.quiet("orders"));
    team.apply(Given.run("first", "orders"));
    var job = team.run("first", RunState.RUNNING).job();
    var pod = hands.podWorks(team, job);
    hands.cancel("first");
    team.run("first", status -> "Cancelling".equals(status.reason()));
    hands.podStops(pod, 75, TOLD_TO_STOP);
    var cancelled = team.run("first", RunState.CANCELLED);
    assertThat(cancelled.reason()).isEqualTo("Cancelled");
    assertThat(cancelled.message())
        .isEqualTo(
            "Run first was cancelled; its pod reports no commit (The attempt was cancelled). Create another EtlRun when it is wanted.");
    assertThat(cancelled.commit()).isNull();
    soon().until(() -> team.job(job) == null);
    team.apply(Given.run("second", "orders"));
    team.run("second", RunState.RUNNING);
  }

  @Test
  void aRunThatHadCommittedBeforeItCouldBeStoppedHasSucceeded() {
    var team = Team.in(cluster.admin(), "cancel-late");
    var hands = new Hands(cluster.admin(), "cancel-late");
    team.ready(Hands.quiet("orders"));
    team.apply(Given.run("first", "orders"));
    var pod = hands.podWorks(team, team.run("first", RunState.RUNNING).job());
    hands.cancel("first");
    hands.podStops(pod, 0, COMMITTED);
    var done = team.run("first", RunState.SUCCEEDED);
    assertThat(done.commit()).isEqualTo(1);
    assertThat(done.rows()).isEqualTo(7);
  }

  @Test
  void whatAPodThatVanishedHadCommittedIsReadFromTheLog() {
    var team = Team.in(cluster.admin(), "cancel-read");
    var job = vanished(team, "cancel-read");

    team.run(
        "first", status -> String.valueOf(status.message()).contains("is being read from the log"));
    team.podEnds(job + "-report", 0, COMMITTED);
    var done = team.run("first", RunState.SUCCEEDED);
    assertThat(done.commit()).isEqualTo(1);
    assertThat(done.rows()).isEqualTo(7);
    assertThat(done.completionTime()).isNotNull();
  }

  @Test
  void aPodThatVanishedWithoutACommitWasCancelled() {
    var team = Team.in(cluster.admin(), "cancel-nothing");
    var job = vanished(team, "cancel-nothing");

    team.podEnds(job + "-report", 0, "{\"reason\":\"NothingCommitted\"}");
    var cancelled = team.run("first", RunState.CANCELLED);
    assertThat(cancelled.reason()).isEqualTo("Cancelled");
    assertThat(cancelled.message()).contains("by the log nothing was committed");
    soon().until(() -> team.job(job) == null);
  }

  @Explains(AdmissionReason.CANCELLED_UNREAD)
  @Test
  void whatNeitherPodNorLogTellIsNotGuessed() {
    var team = Team.in(cluster.admin(), "cancel-unread");
    var report = vanished(team, "cancel-unread") + "-report";
    soon().until(() -> team.pods(report), pods -> pods.size() == 1);
    new Hands(cluster.admin(), "cancel-unread").timesOut(report);
    var unread = team.run("first", RunState.UNKNOWN);
    assertThat(unread.reason()).isEqualTo("CancelledUnread");
    assertThat(unread.rows()).isNull();
    assertThat(unread.completionTime()).isNotNull();
  }

  /** {@return the Job of a run whose pod was told to stop and vanished at work} */
  private static String vanished(Team team, String namespace) {
    var hands = new Hands(cluster.admin(), namespace);
    team.ready(Hands.quiet("orders"));
    team.apply(Given.run("first", "orders"));
    var job = team.run("first", RunState.RUNNING).job();
    var pod = hands.podWorks(team, job);
    hands.cancel("first");
    hands.podVanishes(pod);
    return job;
  }

  @Explains(AdmissionReason.CANCELLING_IDLE)
  @Test
  void aRunWhosePodNeverWorkedIsCancelledWithoutADoubt() {
    var team = Team.in(cluster.admin(), "cancel-idle");
    team.ready(Hands.quiet("orders"));
    team.apply(Given.run("first", "orders"));
    var job = team.run("first", RunState.RUNNING).job();
    soon().until(() -> team.pods(job).size() == 1);
    new Hands(cluster.admin(), "cancel-idle").cancel("first");
    assertThat(team.run("first", RunState.CANCELLED).message())
        .isEqualTo(
            "Run first was cancelled before a pod of it was at work. Create another EtlRun when it is wanted.");
    soon().untilAsserted(() -> assertThat(team.events("first")).contains("RunStopping"));
  }
}
