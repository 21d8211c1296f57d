package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.RunState;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlPipeline;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobList;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People who change what is the operator's, and resources that no schema would take. */
class HandEditsIT {
  private static TestCluster cluster;
  private static TestOperator operator;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    if (TestCluster.possible()) {
      cluster = TestCluster.start();
      operator =
          TestOperator.start(
              cluster, TestOperator.settings(Optional.empty()), any -> new Fate.Pass());
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
  void aCronJobThatWasEditedIsSetRight() {
    var team = Team.in(cluster.admin(), "cronjob-edited");
    team.ready(Given.pipeline("orders"));
    cronJobs("cronjob-edited")
        .withName("orders")
        .edit(cronJob -> {
          cronJob.getSpec().setSchedule("* * * * *");
          cronJob.getSpec().getJobTemplate().getSpec().setSuspend(false);
          cronJob.getSpec().getJobTemplate().getSpec().setBackoffLimit(99);
          return cronJob;
        });
    soon()
        .untilAsserted(() -> {
          var spec = team.cronJob("orders").getSpec();
          assertThat(spec.getSchedule()).isEqualTo("0 0 1 1 *");
          assertThat(spec.getJobTemplate().getSpec().getSuspend()).isTrue();
          assertThat(spec.getJobTemplate().getSpec().getBackoffLimit()).isNotEqualTo(99);
        });
  }

  @Test
  void aCronJobThatWasDeletedComesBack() {
    var team = Team.in(cluster.admin(), "cronjob-deleted");
    team.ready(Given.pipeline("orders"));
    var uid = team.cronJob("orders").getMetadata().getUid();
    cronJobs("cronjob-deleted").withName("orders").delete();
    soon()
        .until(
            () -> team.cronJob("orders"),
            cronJob -> cronJob != null && !cronJob.getMetadata().getUid().equals(uid));
    team.apply(Given.run("one", "orders"));
    team.run("one", RunState.RUNNING);
  }

  @Test
  void aCronJobWhoseLabelsWereTakenIsFoundAgain() {
    var team = Team.in(cluster.admin(), "cronjob-labels");
    team.ready(Given.pipeline("orders"));
    cronJobs("cronjob-labels")
        .withName("orders")
        .edit(cronJob -> {
          cronJob.getMetadata().setLabels(Map.of());
          return cronJob;
        });
    soon()
        .until(() ->
            "penstock"
                .equals(
                    team.cronJob("orders")
                        .getMetadata()
                        .getLabels()
                        .get("app.kubernetes.io/managed-by")));
  }

  @Test
  void aConfigMapThatWasDeletedComesBackWithTheSameContent() {
    var team = Team.in(cluster.admin(), "config-deleted");
    team.ready(Given.pipeline("orders"));
    var configs = cluster.admin().configMaps().inNamespace("config-deleted");
    var before = configs.withName(team.configMaps().getFirst()).get();
    configs.withName(before.getMetadata().getName()).delete();
    soon()
        .untilAsserted(() ->
            assertThat(configs.withName(before.getMetadata().getName()).get())
                .isNotNull()
                .extracting("data")
                .isEqualTo(before.getData()));
  }

  @Test
  void aResourceOfTheWrongTypeStopsNoOtherAndIsToldWhatItLacks() {
    var team = Team.in(cluster.admin(), "wrong-type");
    for (var crd : new String[] {"etlpipelines", "etlruns", "etlconnections"}) {
      cluster.withoutSchema(crd + ".penstock.dev", () -> writeGarbage(team, crd));
    }
    team.ready(Given.pipeline("orders"));
    team.apply(Given.run("one", "orders"));
    team.run("one", RunState.RUNNING);
    // The server takes no write to it, not even of a status, until its spec is right: an event
    // tells.
    soon().untilAsserted(() -> assertThat(team.events("wrong-a")).contains("InvalidSpec"));
    assertThat(operator.running().healthy()).isTrue();
    assertThat(operator.running().live().ok()).isTrue();
  }

  private static void writeGarbage(Team team, String crd) {
    var kind =
        Map.of(
                "etlpipelines", "EtlPipeline",
                "etlruns", "EtlRun",
                "etlconnections", "EtlConnection")
            .get(crd);
    int letter = 'a';
    for (var spec :
        new String[] {
          "{\"sources\":\"all\",\"targets\":[7],\"pipeline\":[1],\"limits\":\"many\"}",
          "\"text\"",
          "{\"pipeline\":\"wrong-c\",\"trigger\":\"Moon\",\"suspend\":\"often\",\"s3\":[]}"
        }) {
      // The API server itself takes a new schema at its own time.
      var manifest =
          "{\"apiVersion\":\"penstock.dev/v1alpha1\",\"kind\":\"%s\",\"metadata\":{\"name\":\"wrong-%c\",\"namespace\":\"wrong-type\"},\"spec\":%s}"
              .formatted(kind, letter++, spec);
      soon().ignoreExceptions().untilAsserted(() -> team.applyRaw(manifest));
    }
  }

  @Test
  void aNamespaceGoesWithItsActiveRunsAndTakesNoOtherAlong() {
    var team = Team.in(cluster.admin(), "leaves");
    team.ready(Given.pipeline("orders"));
    team.apply(Given.run("one", "orders"));
    team.run("one", RunState.RUNNING);
    team.apply(Given.run("two", "orders"));
    team.run("two", RunState.QUEUED);
    cluster.admin().namespaces().withName("leaves").delete();
    soon().until(() -> cluster.admin().namespaces().withName("leaves").get() == null);

    var again = Team.in(cluster.admin(), "leaves");
    again.ready(Given.pipeline("orders"));
    assertThat(again.runs()).isEmpty();
    again.apply(Given.run("one", "orders"));
    again.run("one", RunState.RUNNING);
  }

  @Test
  void aPipelineThatIsMadeAgainUnderItsNameDoesNotInheritTheRunsOfTheOld() {
    var team = Team.in(cluster.admin(), "again");
    var old = team.ready(Given.pipeline("orders"));
    team.apply(Given.run("one", "orders"));
    var job = team.run("one", RunState.RUNNING).job();
    cluster.admin().resources(EtlPipeline.class).inNamespace("again").withName("orders").delete();
    var renewed = team.ready(Given.pipeline("orders"));
    assertThat(renewed.getMetadata().getUid()).isNotEqualTo(old.getMetadata().getUid());
    team.apply(Given.run("two", "orders"));
    soon()
        .untilAsserted(() ->
            assertThat(team.runs())
                .filteredOn(run -> run.getMetadata().getName().equals("two"))
                .allSatisfy(run -> assertThat(run.getStatus()).isNotNull()));
    var stillThere = team.job(job);
    if (stillThere != null) {
      team.podEnds(job, 0, Story.COMMITTED);
    }
    team.run("two", RunState.RUNNING);
  }

  private static NonNamespaceOperation<CronJob, CronJobList, Resource<CronJob>> cronJobs(
      String namespace) {
    return cluster.admin().batch().v1().cronjobs().inNamespace(namespace);
  }
}
