package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.api.RunState;
import dev.penstock.operator.Given;
import dev.penstock.operator.RunningOperator;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.status.Produces;
import dev.penstock.operator.status.RunReason;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs whose end nobody saw, on a real API server with real controllers. */
public class LostRunsIT {
  private static final String ONE_TRY = "backoffLimit: 0\n";
  private static final String FOUND =
      """
      {"reason":"Committed","message":"Entry 3 is committed and published","commit":3,
       "specHash":"fedcba9876543210","targets":[{"name":"orders","rows":15000}]}\
      """;
  private static final String NOTHING = "{\"reason\":\"NothingCommitted\"}";

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

  @Test
  void aRunWhosePodLeftNoAccountIsWhatAReportOnTheLogSays() {
    var team = Team.in(cluster.admin(), "unseen");
    team.ready(Given.pipeline("orders", ONE_TRY));
    team.apply(Given.run("first", "orders"));
    var job = team.run("first", RunState.RUNNING).job();
    team.podEnds(job, 137, "");

    var unknown = team.run("first", RunState.UNKNOWN);
    assertThat(unknown.reason()).isEqualTo("BackoffLimitExceeded");
    assertThat(unknown.rows()).isNull();
    assertThat(unknown.completionTime()).isNull();
    var report = soon().until(() -> team.job(job + "-report"), made -> made != null);
    assertThat(report.getSpec().getSuspend()).as("it does not queue").isFalse();
    team.apply(Given.run("second", "orders"));
    team.run("second", RunState.RUNNING);

    team.podEnds(job + "-report", 0, FOUND);
    var done = team.run("first", RunState.SUCCEEDED);
    assertThat(done.reason()).isEqualTo("Committed");
    assertThat(done.message()).endsWith("Entry 3 is committed and published.");
    assertThat(done.commit()).isEqualTo(3);
    assertThat(done.rows()).isEqualTo(15000);
    assertThat(done.specHash()).isEqualTo("fedcba9876543210");
    assertThat(done.completionTime()).isNotNull();
    assertThat(cluster.admin().resources(EtlRun.class).inNamespace("unseen").list().getItems())
        .as("a report is no run")
        .hasSize(2);
    var ended = team.pipeline("orders", status -> status.lastRun() != null).getStatus();
    assertThat(ended.lastSuccessfulRun().name()).isEqualTo("first");
    soon()
        .untilAsserted(
            () -> assertThat(team.events("first")).contains("RunOutcomePending", "RunSucceeded"));
  }

  @Test
  void aReportThatFailsTooIsSaidOnceAndNotTriedAgain() {
    var team = Team.in(cluster.admin(), "unreadable");
    team.ready(Given.pipeline("orders", ONE_TRY));
    team.apply(Given.run("first", "orders"));
    var job = team.run("first", RunState.RUNNING).job();
    team.podEnds(job, 137, "");
    soon().until(() -> team.pods(job + "-report"), pods -> pods.size() == 1);
    new Hands(cluster.admin(), "unreadable").timesOut(job + "-report");

    var status = team.run("first", RunState.FAILED);
    assertThat(status.reason()).isEqualTo("BackoffLimitExceeded");
    assertThat(status.message())
        .contains("its report failed too: Job was active longer than specified deadline")
        .endsWith("Look at its pods.");
    assertThat(status.rows()).isNull();
    assertThat(status.completionTime()).isNotNull();
    team.job(job + "-report");
    cluster
        .admin()
        .batch()
        .v1()
        .jobs()
        .inNamespace("unreadable")
        .withName(job + "-report")
        .delete();
    team.apply(Given.run("second", "orders"));
    team.run("second", RunState.RUNNING);
    assertThat(team.job(job + "-report")).isNull();
    assertThat(team.run("first", RunState.FAILED)).isEqualTo(status);
  }

  @Produces(RunReason.JOB_GONE)
  @Test
  void aRunWhoseJobWasDeletedIsReportedOnOnceItsPodCanNotCommitAnyMore() {
    var team = Team.in(cluster.admin(), "deleted");
    team.ready(Given.pipeline("orders"));
    team.apply(Given.run("first", "orders"));
    var job = team.run("first", RunState.RUNNING).job();
    var pod = thePodOf(team, job);
    cluster
        .admin()
        .batch()
        .v1()
        .jobs()
        .inNamespace("deleted")
        .withName(job)
        .withPropagationPolicy(DeletionPropagation.ORPHAN)
        .delete();
    var unknown = team.run("first", RunState.UNKNOWN);
    assertThat(unknown.reason()).isEqualTo("JobGone");
    assertThat(unknown.message())
        .isEqualTo(
            "Job %s is gone before its outcome was read. Its pod %s has not ended, and may still commit."
                .formatted(job, pod.getMetadata().getName()));
    assertThat(team.job(job + "-report")).isNull();

    new SilentNode(cluster.admin(), "none").ends(pod, 137, "");
    team.podEnds(job + "-report", 0, NOTHING);
    var failed = team.run("first", RunState.FAILED);
    assertThat(failed.reason()).isEqualTo("JobGone");
    assertThat(failed.message())
        .isEqualTo(
            "Job %s is gone before its outcome was read. Nothing was committed. Ask for another run if its rows are wanted."
                .formatted(job));
    assertThat(team.job(job)).as("never a second one").isNull();
  }

  @Produces(RunReason.POD_DELETED)
  @Test
  void aPodThatSomeoneDeletesIsSaidWhileItEndsAndFollowedByAnother() {
    var team = Team.in(cluster.admin(), "pod-deleted");
    team.ready(Given.pipeline("orders"));
    team.apply(Given.run("first", "orders"));
    var job = team.run("first", RunState.RUNNING).job();
    var node = SilentNode.join(cluster.admin(), "node-of-a-deleted-pod");
    var pod = node.runs(thePodOf(team, job));
    cluster.admin().resource(pod).delete();
    team.run("first", status -> "PodDeleted".equals(status.reason()));

    node.ends(pod, 75, "{\"reason\":\"Cancelled\",\"message\":\"The run was told to end\"}");
    node.forgets(pod);
    var next = thePodOf(team, job);
    assertThat(next.getMetadata().getUid()).isNotEqualTo(pod.getMetadata().getUid());
    team.run("first", status -> !"PodDeleted".equals(status.reason()));
    team.podEnds(job, 0, FOUND);
    assertThat(team.run("first", RunState.SUCCEEDED).commit()).isEqualTo(3);
    node.leaves();
  }

  @Produces(RunReason.NODE_LOST)
  @Test
  void aNodeThatIsLostIsSaidUntilItIsDeclaredOutOfServiceAndAnotherPodFollows() {
    var team = Team.in(cluster.admin(), "lost");
    team.ready(Given.pipeline("orders"));
    team.apply(Given.run("first", "orders"));
    var job = team.run("first", RunState.RUNNING).job();
    try (var another = BeatingNode.join(cluster.admin(), "another-node")) {
      var node = SilentNode.join(cluster.admin(), "lost-node");
      var pod = node.runs(thePodOf(team, job));

      // The controllers wait 50 s for the kubelet, and our toleration lets the pod stay 60 s more.
      patiently()
          .untilAsserted(() -> {
            var status = team.run("first", known -> true).getStatus();
            assertThat(status.reason()).isEqualTo("NodeLost");
            assertThat(status.state()).isEqualTo(RunState.RUNNING);
            assertThat(status.message()).startsWith("Node lost-node of pod ");
            assertThat(status.rows()).isNull();
            assertThat(status.targets()).isNull();
          });
      patiently()
          .untilAsserted(() ->
              assertThat(cluster.admin().resource(pod).get().getMetadata().getDeletionTimestamp())
                  .isNotNull());
      assertThat(team.pods(job)).as("no other pod while this one may work").isEmpty();
      assertThat(team.run("first", RunState.RUNNING).reason()).isEqualTo("NodeLost");

      node.declareOutOfService();
      patiently().untilAsserted(() -> assertThat(team.pods(job)).hasSize(1));
      team.run("first", status -> !"NodeLost".equals(status.reason()));
      team.podEnds(job, 0, FOUND);
      assertThat(team.run("first", RunState.SUCCEEDED).rows()).isEqualTo(15000);
      soon()
          .untilAsserted(
              () -> assertThat(team.events("first")).contains("RunBlocked", "RunSucceeded"));
    }
  }

  private static Pod thePodOf(Team team, String job) {
    return soon().until(() -> team.pods(job), pods -> pods.size() == 1).getFirst();
  }

  private static org.awaitility.core.ConditionFactory patiently() {
    return await().atMost(Duration.ofMinutes(4)).pollInterval(Duration.ofMillis(500));
  }
}
