package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.RunState;
import dev.penstock.operator.Given;
import dev.penstock.operator.settings.Election;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas on one API server, of which one acts. */
class LeaderIT {
  private static final String LEASE = "penstock-operator";

  private static TestCluster cluster;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    if (TestCluster.possible()) {
      cluster = TestCluster.start();
    }
  }

  @BeforeEach
  void nobodyLeads() {
    TestCluster.assumePossible();
    cluster.admin().resources(Lease.class).inNamespace(TestCluster.SYSTEM).delete();
  }

  @AfterAll
  static void stop() throws IOException {
    try (var control = cluster) {}
  }

  @Test
  void aReplicaThatIsKilledIsFollowedByTheOneThatWaited() {
    var asked = new ConcurrentLinkedQueue<ApiRequest>();
    try (var first = leader("first", any -> new Fate.Pass());
        var second =
            replica(
                "second",
                brief("second"),
                request -> {
                  asked.add(request);
                  return new Fate.Pass();
                })) {
      var team = Team.in(cluster.admin(), "killed");
      team.ready(Given.pipeline("orders"));
      team.apply(Given.run("one", "orders"));
      var job = team.run("one", RunState.RUNNING).job();
      soon().until(second.running()::healthy);
      assertThat(second.running().leads()).isFalse();
      assertThat(asked).filteredOn(r -> r.writes() && !r.isOfLease()).isEmpty();

      first.kill();
      soon().until(second.running()::leads);
      team.podEnds(job, 0, Story.COMMITTED);
      team.run("one", RunState.SUCCEEDED);
      soon().until(first::hasLost);
      assertThat(first.running().leads()).isFalse();
      assertThat(first.running().live().text()).contains("the lease is lost");
    }
  }

  @Test
  void aReplicaThatEndsInGoodOrderHandsOverWithoutWaitingForItsLeaseToEnd() {
    // Its lease would last longer than any test.
    var lasting = times(Duration.ofMinutes(60), Duration.ofMinutes(30), Duration.ofSeconds(1));
    var first = replica("first", lasting.apply("first"), any -> new Fate.Pass());
    try (var second = replica("second", lasting.apply("second"), any -> new Fate.Pass())) {
      try (first) {
        soon().until(() -> first.running().leads() ^ second.running().leads());
        soon().until(first.running()::leads);
      }
      assertThat(first.hasLost()).as("it was not taken from it").isFalse();
      soon().until(second.running()::leads);
      var team = Team.in(cluster.admin(), "handed-over");
      team.ready(Given.pipeline("orders"));
    }
  }

  @Test
  void aLeaderThatFreezesWhileItAdmitsARunDoesNoHarmWhenItThaws() {
    frozenAt("frozen-job", request -> request.toString().matches("PATCH .*/jobs/.*"));
  }

  @Test
  void aLeaderThatFreezesWhileItWritesAStatusDoesNoHarmWhenItThaws() {
    var admitted = new ConcurrentLinkedQueue<String>();
    frozenAt(
        "frozen-status",
        request -> {
          if (request.toString().matches("PATCH .*/jobs/.*")) {
            admitted.add(request.path());
          }
          return !admitted.isEmpty() && request.toString().matches("PATCH .*/etlruns/one/status");
        });
  }

  /** The first leader freezes at a request, another leads, and then that request arrives. */
  private static void frozenAt(String namespace, Predicate<ApiRequest> moment) {
    var ice = new Ice(moment);
    try (var first = leader("first", ice);
        var second = replica("second", brief("second"), any -> new Fate.Pass())) {
      var team = Team.in(cluster.admin(), namespace);
      team.ready(Given.pipeline("orders"));
      team.apply(Given.run("one", "orders"));
      soon().until(ice::isFrozen);
      soon().until(second.running()::leads);
      var job = team.run("one", RunState.RUNNING).job();
      team.podEnds(job, 0, Story.COMMITTED);
      var done = team.run("one", status -> status.completionTime() != null);

      ice.thaw();
      soon().untilAsserted(() -> assertThat(ice.late()).isNotEmpty());
      soon().until(first::hasLost);
      // Whatever arrived late, what stands on an ended run was not even for a moment replaced.
      var now = team.run("one", any -> true);
      assertThat(now.getStatus()).isEqualTo(done.getStatus());
      assertThat(now.getMetadata().getResourceVersion())
          .isEqualTo(done.getMetadata().getResourceVersion());
      soon()
          .untilAsserted(() ->
              assertThat(
                      team.pipeline("orders", s -> s.lastRun() != null)
                          .getStatus()
                          .lastRun()
                          .name())
                  .isEqualTo("one"));
      assertThat(team.runs()).hasSize(1);
      assertThat(cluster.admin().batch().v1().jobs().inNamespace(namespace).list().getItems())
          .hasSize(1);
      assertThat(ice.begunAfterwards()).as("nothing more leaves it").isEmpty();
    }
  }

  private static TestOperator leader(String name, Function<ApiRequest, Fate> fates) {
    var leader = replica(name, brief(name), fates);
    soon().until(leader.running()::leads);
    return leader;
  }

  private static TestOperator replica(
      String name, Election election, Function<ApiRequest, Fate> fates) {
    return TestOperator.start(cluster, TestOperator.settings(Optional.of(election)), fates);
  }

  /** Long enough for a busy machine. */
  private static Election brief(String name) {
    return times(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(1)).apply(name);
  }

  private static Function<String, Election> times(
      Duration duration, Duration deadline, Duration period) {
    return name -> new Election(TestCluster.SYSTEM, LEASE, name, duration, deadline, period);
  }
}
