package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.RunState;
import dev.penstock.operator.Given;
import dev.penstock.operator.admission.Decision;
import dev.penstock.operator.admission.Gate;
import dev.penstock.operator.admission.JobStanding;
import dev.penstock.operator.admission.RunIdentity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two leaders for a moment, on a real API server: a limit is never exceeded. */
class RacingOperatorsIT {
  private static final Decision ADMIT = new Decision.Admit();
  private static final String DONE =
      """
      {"reason":"Committed","message":"Committed entry 1","commit":1}\
      """;

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
  void whoDecidedWhileAnotherDidHasToLookAgain() {
    try (var queue = queue("race-decide");
        var other = cluster.client(new Requests())) {
      var hands = new Hands(cluster.admin(), "race-decide");
      var meanwhile =
          new Meanwhile(
              "configmaps",
              () -> {
                var urgent = hands.waitingJob("urgent", "refunds", "shop-db", 10);
                assertThat(pass(other, urgent)).isEqualTo(ADMIT);
              });
      try (var slow = cluster.client(meanwhile)) {
        assertThat(pass(slow, queue.first())).isInstanceOf(Decision.Wait.class);
      }
      assertThat(meanwhile.happened()).isTrue();
      assertThat(queue.standings()).containsExactly(JobStanding.WAITING, JobStanding.WAITING);
    }
  }

  @Test
  void whatAnotherHasDecidedIsStartedBeforeAnythingElseIsDecided() {
    try (var queue = queue("race-start");
        var other = cluster.client(new Requests())) {
      var meanwhile =
          new Meanwhile(
              "jobs",
              () -> {
                assertThat(pass(other, queue.second())).isInstanceOf(Decision.Wait.class);
                assertThat(queue.standings())
                    .as("the other one has started it")
                    .containsExactly(JobStanding.ADMITTED, JobStanding.WAITING);
              });
      try (var slow = cluster.client(meanwhile)) {
        assertThat(pass(slow, queue.first())).isEqualTo(ADMIT);
      }
      assertThat(meanwhile.happened()).isTrue();
    }
  }

  @Test
  void anOperatorThatIsKilledBetweenDecisionAndStartLosesNothing() {
    try (var queue = queue("race-killed");
        var other = cluster.client(new Requests())) {
      var killed = new IllegalStateException("killed");
      try (var dying =
          cluster.client(
              new Meanwhile(
                  "jobs",
                  () -> {
                    throw killed;
                  }))) {
        assertThatThrownBy(() -> pass(dying, queue.first())).hasStackTraceContaining("killed");
      }
      assertThat(queue.standings()).containsExactly(JobStanding.WAITING, JobStanding.WAITING);
      assertThat(pass(other, queue.second())).isInstanceOf(Decision.Wait.class);
      assertThat(queue.standings()).containsExactly(JobStanding.ADMITTED, JobStanding.WAITING);
      assertThat(pass(other, queue.first())).isEqualTo(ADMIT);
    }
  }

  @Test
  void aLateStartDoesNotResumeWhatSomeoneHasSuspendedSince() {
    try (var queue = queue("race-late");
        var other = cluster.client(new Requests())) {
      var hands = new Hands(cluster.admin(), "race-late");
      var meanwhile =
          new Meanwhile(
              "jobs",
              () -> {
                assertThat(pass(other, queue.first())).isEqualTo(ADMIT);
                hands.suspend("first", true);
              });
      try (var slow = cluster.client(meanwhile)) {
        assertThat(pass(slow, queue.first())).isInstanceOf(Decision.Wait.class);
      }
      assertThat(queue.standings()).containsExactly(JobStanding.HELD, JobStanding.WAITING);
    }
  }

  @Test
  void aCancelThatComesWhileAStatusIsBeingWrittenIsNotMissed() {
    var team = Team.in(cluster.admin(), "race-cancel");
    var hands = new Hands(cluster.admin(), "race-cancel");
    var meanwhile = new Meanwhile("etlruns/first/status", () -> hands.cancel("first"));
    try (var operator = cluster.operator(meanwhile)) {
      team.apply(Given.run("first", "nothing"));
      team.run("first", RunState.CANCELLED);
      assertThat(meanwhile.happened()).isTrue();
    }
  }

  @Test
  void twoOperatorsNeverExceedALimitAndStarveNobody() {
    var team = Team.in(cluster.admin(), "race");
    var hands = new Hands(cluster.admin(), "race");
    team.apply(hands.limited("shop-db", 2));
    try (var history = JobHistory.of(cluster.admin(), "race");
        var one = cluster.operator(new Requests());
        var two = cluster.operator(new Requests())) {
      var runs = new ArrayList<String>();
      for (var pipeline : List.of("a", "b", "c", "d")) {
        team.ready(Hands.quiet(pipeline));
        for (int i = 0; i < 3; i++) {
          runs.add(pipeline + i);
          team.apply(Given.run(pipeline + i, pipeline));
        }
      }
      for (int ended = 0; ended < runs.size(); ended++) {
        var job =
            soon()
                .atMost(Duration.ofMinutes(2))
                .until(history::newlyStarted, started -> !started.isEmpty());
        team.podEnds(job, 0, DONE);
      }
      for (var run : runs) {
        team.run(run, RunState.SUCCEEDED);
      }
      assertThat(history.violations(2)).isEmpty();
      assertThat(history.mostAtOnce()).as("the limit is used").isEqualTo(2);
    }
  }

  private static Decision pass(KubernetesClient client, Job job) {
    var identity =
        new RunIdentity(
            job.getMetadata().getUid(),
            job.getMetadata().getName(),
            "Request",
            Instant.parse(Given.CREATED));
    return new Gate(client).pass(job, identity);
  }

  private static Queue queue(String namespace) {
    var team = Team.in(cluster.admin(), namespace);
    var hands = new Hands(cluster.admin(), namespace);
    team.apply(hands.limited("shop-db", 1));
    return new Queue(
        team,
        hands.waitingJob("first", "orders", "shop-db"),
        hands.waitingJob("second", "customers", "shop-db"));
  }

  /** Two Jobs of one second that wait for the only run of shop-db. */
  private record Queue(Team team, Job first, Job second) implements AutoCloseable {
    List<JobStanding> standings() {
      return List.of(JobStanding.of(team.job("first")), JobStanding.of(team.job("second")));
    }

    @Override
    public void close() {}
  }
}
