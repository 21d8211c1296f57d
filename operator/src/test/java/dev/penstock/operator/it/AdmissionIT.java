package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.RunTrigger;
import dev.penstock.operator.Given;
import dev.penstock.operator.RunningOperator;
import dev.penstock.operator.admission.AdmissionReason;
import dev.penstock.operator.admission.Explains;
import dev.penstock.operator.resource.EtlRun;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of runs that wait, and of those whose Jobs people lay hands on. */
public class AdmissionIT {
  private static final String COMMITTED =
      """
      {"reason":"Committed","message":"Committed entry 1","commit":1,
       "targets":[{"name":"orders","rows":7}]}\
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

  @Explains(AdmissionReason.SUSPENDED_BY_HAND)
  @Test
  void aJobThatIsSuspendedByHandKeepsItsPlaceAndIsLeftToItsPerson() {
    var team = Team.in(cluster.admin(), "held");
    var hands = new Hands(cluster.admin(), "held");
    team.ready(Hands.quiet("orders"));
    team.apply(Given.run("first", "orders"));
    var job = team.run("first", RunState.RUNNING).job();
    hands.suspend(job, true);
    team.run("first", status -> "SuspendedByHand".equals(status.reason()));
    team.apply(Given.run("second", "orders"));
    assertThat(team.run("second", RunState.QUEUED).reason()).isEqualTo("PipelineBusy");
    hands.suspend(job, false);
    team.run("first", status -> !"SuspendedByHand".equals(status.reason()));
    team.podEnds(job, 0, COMMITTED);
    team.run("second", RunState.RUNNING);
  }

  @Explains(AdmissionReason.RESUMED_BY_HAND)
  @Test
  void aJobThatIsResumedBeforeItsTurnIsStoppedAndSaidSo() {
    var team = Team.in(cluster.admin(), "resumed");
    var hands = new Hands(cluster.admin(), "resumed");
    team.ready(Hands.quiet("orders"));
    team.apply(Given.run("first", "orders"));
    team.run("first", RunState.RUNNING);
    team.apply(Given.run("second", "orders"));
    var job = team.run("second", RunState.QUEUED).job();
    hands.suspend(job, false);
    soon().untilAsserted(() -> assertThat(team.events("second")).contains("RunBlocked"));
    // It is gone when its pod may have worked, else it waits again.
    soon()
        .until(
            () -> team.job(job),
            now -> now == null || Boolean.TRUE.equals(now.getSpec().getSuspend()));
    soon().until(() -> team.pods(job).isEmpty());
    team.run("second", status -> status.state() != RunState.RUNNING);
    team.run("first", RunState.RUNNING);
  }

  @Explains(AdmissionReason.JOB_DELETED)
  @Test
  void aJobThatIsDeletedWhileItWaitsEndsItsRun() {
    var team = Team.in(cluster.admin(), "deleted");
    var hands = new Hands(cluster.admin(), "deleted");
    team.ready(Hands.quiet("orders"));
    team.apply(Given.run("first", "orders"));
    team.run("first", RunState.RUNNING);
    team.apply(Given.run("second", "orders"));
    var job = team.run("second", RunState.QUEUED).job();
    hands.deleteJob(job);
    var ended = team.run("second", RunState.CANCELLED);
    assertThat(ended.reason()).isEqualTo("JobDeleted");
    assertThat(ended.message()).contains("Job " + job, "so it never started");
  }

  @Test
  void theRecordOfAJobThatWaitsComesBack() {
    var team = Team.in(cluster.admin(), "record");
    team.ready(Hands.quiet("orders"));
    team.apply(Given.run("first", "orders"));
    team.run("first", RunState.RUNNING);
    team.createJobFrom("orders", "by-hand");
    team.run("by-hand", RunState.QUEUED);
    var records = cluster.admin().resources(EtlRun.class).inNamespace("record").withName("by-hand");
    var uid = records.get().getMetadata().getUid();
    records.delete();
    soon().until(records::get, run -> run != null && !run.getMetadata().getUid().equals(uid));
  }

  @Explains(AdmissionReason.PIPELINE_GONE)
  @Test
  void aRunThatWaitsForAPipelineThatWasMadeAgainIsSuperseded() {
    var team = Team.in(cluster.admin(), "again");
    var hands = new Hands(cluster.admin(), "again");
    team.ready(Hands.quiet("orders"));
    team.apply(Given.run("first", "orders"));
    var first = team.run("first", RunState.RUNNING).job();
    team.apply(Given.run("second", "orders"));
    team.run("second", RunState.QUEUED);
    hands.deletePipeline("orders");
    assertThat(team.run("second", RunState.SUPERSEDED).reason()).isEqualTo("PipelineGone");

    team.ready(Hands.quiet("orders"));
    team.apply(Given.run("third", "orders"));
    var third = team.run("third", RunState.QUEUED);
    assertThat(third.reason()).as("the log is the same, so is the turn").isEqualTo("PipelineBusy");
    assertThat(third.message()).contains(first);
    team.podEnds(first, 0, COMMITTED);
    assertThat(team.run("first", RunState.SUCCEEDED).commit()).isEqualTo(1);
    team.run("third", RunState.RUNNING);
  }

  @Explains(AdmissionReason.SPEC_CHANGED)
  @Test
  void aRunOfAChangeThatWasChangedAgainIsSuperseded() {
    var team = Team.in(cluster.admin(), "changes");
    team.ready(Hands.quiet("orders"));
    team.apply(Given.run("first", "orders"));
    team.run("first", RunState.RUNNING);
    var change = Given.run("change", "orders");
    change.setSpec(new EtlRunSpec("orders", RunTrigger.CHANGE));
    team.apply(change);
    team.run("change", RunState.QUEUED);
    team.apply(Given.run("asked", "orders"));
    team.run("asked", RunState.QUEUED);
    team.ready(Hands.quiet("orders", "steps: [{name: more, sql: SELECT * FROM orders}]\n"));
    assertThat(team.run("change", RunState.SUPERSEDED).reason()).isEqualTo("SpecChanged");
    assertThat(team.run("asked", RunState.QUEUED).reason())
        .as("what was asked for is done")
        .isEqualTo("PipelineBusy");
  }

  @Explains(AdmissionReason.SPEC_CHANGED)
  @Test
  void aRunOfAChangeThatIsNotInPlaceAnyMoreGetsNoJob() {
    var team = Team.in(cluster.admin(), "change-late");
    team.ready(Hands.quiet("orders"));
    team.applyRaw(
        """
        {"apiVersion":"penstock.dev/v1alpha1","kind":"EtlRun",
         "metadata":{"name":"late","namespace":"change-late",
          "annotations":{"penstock.dev/spec-hash":"0123456789abcdef"}},
         "spec":{"pipeline":"orders","trigger":"Change"}}\
        """);
    assertThat(team.run("late", RunState.SUPERSEDED).job()).isNull();
  }

  @Explains(AdmissionReason.CONNECTION_BUSY)
  @Test
  void aPlaceInTheQueueIsWrittenOnceForEachChange() {
    var team = Team.in(cluster.admin(), "places");
    team.apply(new Hands(cluster.admin(), "places").limited("shop-db", 1));
    team.ready(Hands.quiet("orders"));
    team.ready(Hands.quiet("customers"));
    team.ready(Hands.quiet("products", "priority: 1\n"));
    team.apply(Given.run("one", "orders"));
    var one = team.run("one", RunState.RUNNING);
    team.apply(Given.run("two", "customers"));
    team.run("two", status -> says(status, "this one is 1st of 1 waiting"));
    team.apply(Given.run("three", "products"));
    team.run("three", status -> says(status, "this one is 1st of 2 waiting"));
    var two = team.run("two", status -> says(status, "this one is 2nd of 2 waiting"));
    // Looked at again, for a connection that was touched: nothing is new.
    team.touch(Given.connection("lake"));
    team.ready(Hands.quiet("unrelated"));
    assertThat(team.run("two", RunState.QUEUED)).isEqualTo(two.getStatus());
    assertThat(team.run("two", status -> true).getMetadata().getResourceVersion())
        .isEqualTo(two.getMetadata().getResourceVersion());
    team.podEnds(one.job(), 0, COMMITTED);
    team.run("three", RunState.RUNNING);
    team.run("two", status -> says(status, "this one is 1st of 1 waiting"));
  }

  @Explains(AdmissionReason.JOB_NAME_TAKEN)
  @Test
  void aJobOfAnotherThatHasTheNameIsLeftAlone() {
    var team = Team.in(cluster.admin(), "name-taken");
    var run = team.apply(Given.run("first", "orders"));
    team.run("first", RunState.QUEUED);
    var name = "first-" + run.getMetadata().getUid().substring(0, 8);
    var theirs = new Hands(cluster.admin(), "name-taken").waitingJob(name, "another", "lake");
    team.ready(Hands.quiet("orders"));
    assertThat(team.run("first", RunState.FAILED).reason()).isEqualTo("JobNameTaken");
    assertThat(team.job(name).getMetadata().getUid()).isEqualTo(theirs.getMetadata().getUid());
  }

  @Explains({
    AdmissionReason.INVALID_RUN,
    AdmissionReason.TRIGGER_UNKNOWN,
    AdmissionReason.PIPELINE_NOT_FOUND
  })
  @Test
  void aRunThatWasWrittenPastItsSchemaIsSaidToBeWrongAndBlocksNobody() {
    var team = Team.in(cluster.admin(), "past-schema");
    team.ready(Hands.quiet("orders"));
    var json =
        """
        {"apiVersion":"penstock.dev/v1alpha1","kind":"EtlRun",
         "metadata":{"name":"%s","namespace":"past-schema"}%s}\
        """;
    cluster.withoutSchema(
        "etlruns.penstock.dev",
        () -> {
          team.applyRaw(json.formatted("no-spec", ""));
          team.applyRaw(json.formatted("no-name", ",\"spec\":{\"pipeline\":\"../orders\"}"));
          team.applyRaw(
              json.formatted("newer", ",\"spec\":{\"pipeline\":\"orders\",\"trigger\":\"Moon\"}"));
          assertThat(team.run("no-spec", RunState.FAILED).reason()).isEqualTo("InvalidRun");
          assertThat(team.run("no-name", RunState.FAILED).reason()).isEqualTo("InvalidRun");
          assertThat(team.run("newer", RunState.QUEUED).reason()).isEqualTo("TriggerUnknown");
        });
    team.apply(Given.run("nowhere", "nothing"));
    assertThat(team.run("nowhere", RunState.QUEUED).reason()).isEqualTo("PipelineNotFound");
    team.apply(Given.run("right", "orders"));
    team.run("right", RunState.RUNNING);
  }

  @Explains(AdmissionReason.PIPELINE_NOT_READY)
  @Test
  void aRunOfAPipelineThatIsNotReadyWaitsForIt() {
    var team = Team.in(cluster.admin(), "not-ready");
    var wrong = Hands.quiet("orders");
    wrong.setSpec(
        Serialization.unmarshal(
            Serialization.asJson(wrong.getSpec()).replace("\"shop-db\"", "\"nowhere\""),
            EtlPipelineSpec.class));
    team.apply(wrong);
    team.pipeline("orders", status -> status.conditions() != null);
    team.apply(Given.run("early", "orders"));
    assertThat(team.run("early", RunState.QUEUED).reason()).isEqualTo("PipelineNotReady");
    team.ready(Hands.quiet("orders"));
    team.run("early", RunState.RUNNING);
  }

  @Test
  void nothingOfARunChangesButCancelWhichStays() {
    var team = Team.in(cluster.admin(), "immutable");
    var hands = new Hands(cluster.admin(), "immutable");
    team.apply(Given.run("first", "orders"));
    assertThatThrownBy(() -> hands.patchRun("first", "{\"spec\":{\"pipeline\":\"customers\"}}"))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("a run is immutable but for cancel: create another EtlRun");
    assertThatThrownBy(() -> hands.patchRun("first", "{\"spec\":{\"trigger\":null}}"))
        .hasMessageContaining("a run is immutable but for cancel: create another EtlRun");
    hands.cancel("first");
    for (var undone : new String[] {"false", "null"}) {
      assertThatThrownBy(() -> hands.patchRun("first", "{\"spec\":{\"cancel\":" + undone + "}}"))
          .hasMessageContaining("a cancelled run stays cancelled: create another EtlRun");
    }
  }

  @Test
  void anEndingNamespaceIsLeftInPeace() {
    var requests = new Requests();
    var team = Team.in(cluster.admin(), "ending");
    try (var second = cluster.operator(requests)) {
      team.ready(Hands.quiet("orders"));
      var namespaces = cluster.admin().namespaces().withName("ending");
      // Held open, so that it is ending for as long as the test needs.
      namespaces.edit(namespace ->
          new NamespaceBuilder(namespace)
              .editMetadata()
              .addToFinalizers("penstock.dev/test")
              .endMetadata()
              .build());
      team.apply(Given.run("first", "orders"));
      team.run("first", RunState.RUNNING);
      namespaces.delete();
      soon().atMost(Duration.ofMinutes(3)).until(() -> team.cronJob("orders") == null);
      namespaces.edit(namespace ->
          new NamespaceBuilder(namespace)
              .editMetadata()
              .withFinalizers(List.of())
              .endMetadata()
              .build());
      soon().atMost(Duration.ofMinutes(3)).until(() -> namespaces.get() == null);
      assertThat(second.healthy()).isTrue();
      Team.in(cluster.admin(), "not-ending").ready(Hands.quiet("orders"));
      assertThat(requests.writesTo("ending")).hasSizeLessThan(40);
    }
  }

  private static boolean says(EtlRunStatus status, String words) {
    return status.message() != null && status.message().contains(words);
  }
}
