package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.condition;
import static dev.penstock.operator.it.Team.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.RunState;
import dev.penstock.operator.Given;
import dev.penstock.operator.RunningOperator;
import dev.penstock.operator.status.Produces;
import dev.penstock.operator.status.RunReason;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator on a real API server with real controllers; the test plays the kubelet. */
public class OperatorIT {
  private static final String COMMITTED =
      """
      {"reason":"Committed","message":"Committed entry 1","commit":1,
       "targets":[{"name":"orders","rows":15000}]}\
      """;
  private static final String REFUSED =
      """
      {"reason":"SecretMissing","message":"Secret shop-db has no key username","nextStep":"Add it"}\
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

  @Test
  void aPipelineBecomesAConfigMapAndACronJob() {
    var team = Team.in(cluster.admin(), "becomes");
    team.ready(Given.pipeline("orders"));
    var cronJob = team.cronJob("orders");
    assertThat(cronJob.getSpec().getSchedule()).isEqualTo("0 0 1 1 *");
    var volumes = cronJob.getSpec().getJobTemplate().getSpec().getTemplate().getSpec().getVolumes();
    assertThat(volumes.getFirst().getConfigMap().getName()).isEqualTo(team.configMaps().getFirst());
    assertThat(team.configMaps()).hasSize(1);
  }

  @Test
  void aSecondReconcileOfUnchangedResourcesWritesNothing() {
    var team = Team.in(cluster.admin(), "unchanged");
    team.ready(
        Given.pipeline(
            "orders",
            """
            backoffLimit: 0
            pod: {resources: {requests: {cpu: 1000m, memory: 1024Mi}, limits: {cpu: "1.5", memory: 1.5Gi}}}
            scratch: {size: 2048Mi}
            """));
    team.apply(Given.run("done", "orders"));
    team.podEnds(team.run("done", RunState.RUNNING).job(), 0, COMMITTED);
    team.pipeline("orders", status -> status.lastRun() != null);
    team.apply(Given.run("waits", "nowhere"));
    team.run("waits", RunState.QUEUED);

    operator.close();
    var requests = new Requests();
    operator = cluster.operator(requests);
    // Every resource is reconciled at start; one that is made later is seen after them.
    Team.in(cluster.admin(), "unchanged-later").ready(Given.pipeline("later"));
    // A touched pipeline is looked at again, and so is a touched connection.
    team.touch(Given.pipeline("orders"));
    team.touch(Given.connection("lake"));
    Team.in(cluster.admin(), "unchanged-last").ready(Given.pipeline("last"));
    assertThat(requests.writesTo("unchanged-last")).as("the counter counts").isNotEmpty();
    assertThat(requests.writesTo("unchanged")).isEmpty();
  }

  @Test
  void aChangedConnectionIsRenderedAgain() {
    var team = Team.in(cluster.admin(), "changed");
    team.ready(Given.pipeline("orders"));
    var before = team.configMaps();
    var moved = Given.connection("lake");
    moved.setSpec(
        Serialization.unmarshal(
            "s3: {bucket: another-lake, region: eu-west-1}",
            dev.penstock.api.EtlConnectionSpec.class));
    team.apply(moved);
    soon()
        .untilAsserted(
            () -> assertThat(team.configMaps()).hasSize(1).doesNotContainAnyElementsOf(before));
  }

  @Test
  void anInvalidSpecKeepsTheLastGoodCronJobAndRecovers() {
    var team = Team.in(cluster.admin(), "invalid");
    team.ready(Given.pipeline("orders"));
    var good = team.cronJob("orders").getMetadata();

    var wrong = Given.pipeline("orders", "description: wrong\n");
    var json = Serialization.asJson(wrong.getSpec()).replace("\"shop-db\"", "\"shop-database\"");
    wrong.setSpec(Serialization.unmarshal(json, dev.penstock.api.EtlPipelineSpec.class));
    team.apply(wrong);
    var refused =
        team.pipeline("orders", status -> "False".equals(condition(status, "Ready").status()));
    assertThat(condition(refused.getStatus(), "Ready").reason()).isEqualTo("InvalidSpec");
    assertThat(condition(refused.getStatus(), "Ready").message())
        .isEqualTo(
            "spec.sources[0].connection: Source orders names the connection shop-database, which"
                + " does not exist in namespace invalid. Create the EtlConnection shop-database or"
                + " name one that exists: lake, shop-db.");
    assertThat(team.cronJob("orders").getMetadata().getResourceVersion())
        .isEqualTo(good.getResourceVersion());
    assertThat(team.events("orders")).contains("InvalidSpec");

    team.ready(Given.pipeline("orders", "backoffLimit: 1\n"));
    assertThat(team.cronJob("orders").getMetadata().getUid()).isEqualTo(good.getUid());
    assertThat(team.cronJob("orders").getSpec().getJobTemplate().getSpec().getBackoffLimit())
        .isEqualTo(1);
  }

  @Test
  void runsOfAPipelineAreAdmittedOneAtATimeAndTheirOutcomesAreOnBothResources() {
    var team = Team.in(cluster.admin(), "runs");
    team.ready(Given.pipeline("orders"));
    var first = team.apply(Given.run("first", "orders"));
    var started = team.run("first", RunState.RUNNING);
    var uid = first.getMetadata().getUid();
    assertThat(started.uid()).isEqualTo(uid);
    assertThat(started.job()).isEqualTo("first-" + uid.substring(0, 8));

    team.apply(Given.run("second", "orders"));
    var queued = team.run("second", status -> "PipelineBusy".equals(status.reason())).getStatus();
    assertThat(queued.state()).isEqualTo(RunState.QUEUED);
    assertThat(queued.message()).contains(started.job());
    assertThat(team.job(queued.job()).getSpec().getSuspend()).isTrue();

    team.podEnds(started.job(), 0, COMMITTED);
    var done = team.run("first", RunState.SUCCEEDED);
    assertThat(done.reason()).isEqualTo("Committed");
    assertThat(done.rows()).isEqualTo(15000);
    var succeeded = team.pipeline("orders", status -> status.lastRun() != null).getStatus();
    assertThat(succeeded.lastRun().name()).isEqualTo("first");
    assertThat(condition(succeeded, "LastRunSucceeded").status()).isEqualTo("True");
    assertThat(condition(succeeded, "Verified").status()).isEqualTo("True");

    team.run("second", RunState.RUNNING);
    team.podEnds(queued.job(), 78, REFUSED);
    var failed = team.run("second", RunState.FAILED);
    assertThat(failed.reason()).isEqualTo("SecretMissing");
    assertThat(failed.message()).isEqualTo("Secret shop-db has no key username. Add it.");
    assertThat(failed.attempts()).as("exit code 78 is never retried").isEqualTo(1);
    var after =
        team.pipeline("orders", status -> "second".equals(status.lastRun().name())).getStatus();
    assertThat(after.consecutiveFailures()).isEqualTo(1);
    assertThat(after.lastSuccessfulRun().name()).isEqualTo("first");
    assertThat(condition(after, "LastRunSucceeded").status()).isEqualTo("False");
    soon()
        .untilAsserted(
            () -> assertThat(team.events("orders")).contains("RunSucceeded", "RunFailed"));
    assertThat(team.events("second")).contains("RunQueued", "RunStarted", "RunFailed");
  }

  @Test
  void theRunnerLearnsWhoItIsFromTheAdmittedPod() {
    var team = Team.in(cluster.admin(), "identity");
    team.ready(Given.pipeline("orders"));
    var run = team.apply(Given.run("first", "orders"));
    var job = team.run("first", RunState.RUNNING).job();
    var pod = soon().until(() -> team.pods(job), pods -> !pods.isEmpty()).getFirst();
    assertThat(pod.getMetadata().getAnnotations())
        .containsEntry("penstock.dev/run-uid", run.getMetadata().getUid())
        .containsEntry("penstock.dev/run-name", "first")
        .containsEntry("penstock.dev/trigger", "Request")
        .containsEntry("penstock.dev/scheduled-time", run.getMetadata().getCreationTimestamp());
  }

  @Test
  void aJobMadeByHandGetsARecordAndWaitsForAdmission() {
    var team = Team.in(cluster.admin(), "by-hand");
    var pipeline = team.ready(Given.pipeline("orders"));
    var job = team.createJobFrom("orders", "by-hand");
    assertThat(job.getSpec().getSuspend()).isTrue();
    var run = team.run("by-hand", status -> status.state() == RunState.RUNNING);
    assertThat(run.getStatus().uid()).isEqualTo(job.getMetadata().getUid());
    assertThat(run.getMetadata().getOwnerReferences().getFirst().getUid())
        .isEqualTo(pipeline.getMetadata().getUid());
    assertThat(team.job("by-hand").getSpec().getSuspend()).isFalse();
    team.podEnds("by-hand", 0, COMMITTED);
    assertThat(team.run("by-hand", RunState.SUCCEEDED).commit()).isEqualTo(1);
  }

  @Test
  void aRecordDoesNotTakeTheNameOfSomeonesRun() {
    var team = Team.in(cluster.admin(), "same-name");
    team.ready(Given.pipeline("orders"));
    team.apply(Given.run("mine", "orders"));
    team.run("mine", RunState.RUNNING);
    var job = team.createJobFrom("orders", "mine");
    var record = "mine-" + job.getMetadata().getUid().substring(0, 8);
    assertThat(team.run(record, RunState.QUEUED).job()).isEqualTo("mine");
  }

  @Test
  void aConnectionsLimitHoldsAcrossPipelines() {
    var team = Team.in(cluster.admin(), "limit");
    var limited = Given.connection("shop-db");
    limited.setSpec(
        Serialization.unmarshal(
            Serialization.asJson(limited.getSpec()).replaceFirst("}$", ",\"limits\":{\"runs\":1}}"),
            dev.penstock.api.EtlConnectionSpec.class));
    team.apply(limited);
    team.ready(Given.pipeline("orders"));
    team.ready(Given.pipeline("customers"));
    team.apply(Given.run("one", "orders"));
    var running = team.run("one", RunState.RUNNING);
    team.apply(Given.run("two", "customers"));
    var queued = team.run("two", RunState.QUEUED);
    assertThat(queued.reason()).isEqualTo("ConnectionBusy");
    assertThat(queued.message())
        .contains("Connection shop-db takes 1 run at once; this one is 1st of 1");
    team.podEnds(running.job(), 0, COMMITTED);
    team.run("two", RunState.RUNNING);
  }

  @Test
  void aRunOfAPipelineThatIsMissingWaitsForIt() {
    var team = Team.in(cluster.admin(), "missing");
    team.apply(Given.run("early", "orders"));
    assertThat(team.run("early", RunState.QUEUED).reason()).isEqualTo("PipelineNotFound");
    team.ready(Given.pipeline("orders"));
    team.run("early", RunState.RUNNING);
  }

  @Produces(RunReason.JOB_GONE)
  @Test
  void aJobThatIsGoneIsNeverMadeASecondTime() {
    var team = Team.in(cluster.admin(), "gone");
    team.ready(Given.pipeline("orders"));
    team.apply(Given.run("first", "orders"));
    var job = team.run("first", RunState.RUNNING).job();
    cluster.admin().batch().v1().jobs().inNamespace("gone").withName(job).delete();
    var status = team.run("first", RunState.UNKNOWN);
    assertThat(status.reason()).isEqualTo("JobGone");
    assertThat(team.job(job)).isNull();
  }

  @Test
  void someoneElsesCronJobIsLeftAlone() {
    var team = Team.in(cluster.admin(), "foreign");
    team.ready(Given.pipeline("template"));
    var foreign = team.cronJob("template");
    foreign.getMetadata().setLabels(Map.of());
    foreign.getMetadata().setName("orders");
    foreign.getMetadata().setManagedFields(null);
    var theirs = team.apply(foreign);
    team.apply(Given.pipeline("orders"));
    var refused =
        team.pipeline("orders", status -> "False".equals(condition(status, "Ready").status()));
    assertThat(condition(refused.getStatus(), "Ready").reason()).isEqualTo("NameTaken");
    assertThat(team.cronJob("orders").getMetadata().getResourceVersion())
        .isEqualTo(theirs.getMetadata().getResourceVersion());
  }

  @Test
  void thePodIsWithinRestrictedPodSecurity() {
    var team = Team.in(cluster.admin(), "restricted");
    team.ready(Given.pipeline("orders"));
    var template = team.cronJob("orders").getSpec().getJobTemplate().getSpec().getTemplate();
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("dry")
            .withNamespace("restricted")
            .endMetadata()
            .withSpec(template.getSpec())
            .build();
    assertThat(cluster.admin().resource(pod).dryRun(true).create().getMetadata().getUid())
        .isNotEmpty();
  }

  @Test
  void aResourceOfANewerReleaseDoesNotStopTheInformer() {
    var team = Team.in(cluster.admin(), "garbage");
    cluster.withoutSchema(
        "etlpipelines.penstock.dev",
        () -> {
          team.applyRaw(
              """
              {"apiVersion":"penstock.dev/v1alpha1","kind":"EtlPipeline",
               "metadata":{"name":"newer","namespace":"garbage"},
               "spec":{"teleport":[1],"targets":[{"name":"a","from":"b","mode":"Scd7"}]}}\
              """);
          var newer = team.pipeline("newer", status -> status.conditions() != null);
          assertThat(condition(newer.getStatus(), "Ready").reason()).isEqualTo("InvalidSpec");
        });
    team.ready(Given.pipeline("orders"));
    assertThat(operator.healthy()).isTrue();
  }
}
